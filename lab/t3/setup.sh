#!/bin/sh
# Runs once on the fresh T3 machine: networks, disks and swap, before the guests start.
# Arguments: the subnet, the size of a guest's disk in MiB, the names of the guests.
set -e
subnet=$1 mebibytes=$2
shift 2
systemctl is-system-running --wait >/dev/null || systemctl --failed

# The bridge of the guests, and a namespace that stands for everything outside.
ip netns add outside
ip link add br0 address 02:00:00:00:00:01 type bridge
ip link add uplink address 02:00:00:00:00:02 type veth peer name uplink netns outside
ip link set uplink master br0
ip link set uplink up
ip link set br0 up
ip addr add "$subnet.1/24" dev br0
ip -n outside link set lo up
ip -n outside addr add "$subnet.254/24" dev uplink
ip -n outside link set uplink up

# One device of device-mapper per guest on the second disk, so that each can be made slow or broken.
sectors=$((mebibytes * 2048))
first=0
for name in "$@"; do
  dmsetup create "$name" --table "0 $sectors linear /dev/vdb $first"
  mke2fs -q -F -t ext4 -E lazy_itable_init=0,lazy_journal_init=0 "/dev/mapper/$name"
  first=$((first + sectors))
done

fallocate -l 512M /swap
chmod 600 /swap
mkswap -q /swap
swapon /swap

mkdir /var/lib/lab
chown libvirt-qemu: /var/lib/lab
modprobe -a vhost_net tun sch_netem dm_delay dm_flakey
virsh -q -c qemu:///system version >/dev/null
