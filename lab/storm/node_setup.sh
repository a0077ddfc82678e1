#!/bin/sh
# Runs in the tiny guest: makes it a machine on which containerd and a kubelet can work, with all
# that they store on the guest's disk. Its only other filesystem is the ramdisk that it booted from.
set -e
grep -q ' /data ext4 ' /proc/mounts
for module in /data/modules/*.ko; do insmod "$module"; done
mount --make-rshared /
mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
for controller in cpu,cpuacct cpuset memory devices freezer blkio pids; do
  mkdir "/sys/fs/cgroup/$controller"
  mount -t cgroup -o "$controller" cgroup "/sys/fs/cgroup/$controller"
done
echo 1 > /sys/fs/cgroup/memory/memory.use_hierarchy 2>/dev/null || true
for folder in /var/lib/kubelet /var/log/pods /var/log/containers /var/lib/cni; do
  mkdir -p "$folder" "/data$folder"
  mount --bind "/data$folder" "$folder"
done
for library in /data/lib/*; do
  wanted=/lib/x86_64-linux-gnu/${library##*/}
  [ -e "$wanted" ] || ln -s "$library" "$wanted"
done
mkdir -p /run/containerd /run/node /data/kubernetes/certificates /data/kubernetes/kubeconfig \
  /data/kubernetes/run /data/kubernetes/cni
hostname > /etc/hostname
echo "127.0.0.1 localhost" > /etc/hosts
: > /etc/resolv.conf
ip route add default via "$1" 2>/dev/null || true
