#!/bin/sh
# First process of the tiny guest.
export PATH=/bin:/sbin:/usr/bin:/usr/sbin HOME=/root
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mkdir -p /dev/pts /dev/virtio-ports
mount -t devpts pts /dev/pts
mount -t tmpfs tmp /tmp
mount -t tmpfs run /run
for module in $(cat /etc/lab-modules); do modprobe "$module" 2>/dev/null; done

option() { sed -n "s/.*lab\.$1=\([^ ]*\).*/\1/p" /proc/cmdline; }

# There is no udev: the named ports get their links by hand.
for port in /sys/class/virtio-ports/*; do
  [ -e "$port/name" ] && name=$(cat "$port/name") && [ -n "$name" ] \
    && ln -sf "/dev/$(basename "$port")" "/dev/virtio-ports/$name"
done

hostname "$(option name)"
ip link set lo up
address=$(option address)
if [ -n "$address" ]; then
  ip addr add "$address" dev eth0
  ip link set eth0 up
fi
for disk in /dev/vda /dev/sda; do [ -b $disk ] && mount $disk /data 2>/dev/null; done

# Two agents: the one that people have, and the one by which the lab acts, so that what the lab
# does never goes through what downstack observes.
agent() {
  port=/dev/virtio-ports/$1
  mkdir -p "/run/$1"
  [ -e "$port" ] && qemu-ga -d -m virtio-serial -p "$port" -t "/run/$1" -f "/run/$1/pid"
}
agent org.downstack.lab.0
grep -q lab.agent=off /proc/cmdline || agent org.qemu.guest_agent.0

command=$(option run)
[ -n "$command" ] && (echo "$command" | base64 -d | sh &)
echo "LAB-READY $(cut -d' ' -f1 /proc/uptime)" > /dev/console
while :; do sleep 1000; done
