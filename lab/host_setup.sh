#!/bin/sh
# Runs in the new mount, UTS, cgroup and network namespaces of a lab host, and stays as their
# anchor. Arguments: the host's folder, its name, the cgroup controllers.
set -e
folder=$1 name=$2
shift 2
hostname "$name"
mount --bind "$folder/hosts" /etc/hosts
mount --bind "$folder/passwd" /etc/passwd
mount --bind "$folder/group" /etc/group
mount --bind "$folder/etc" /etc/libvirt
mount --bind "$folder/lib" /var/lib/libvirt
mount --bind "$folder/log" /var/log/libvirt
mount --bind "$folder/cache" /var/cache/libvirt
mount --bind "$folder/run" /run/libvirt
mount -t hugetlbfs -o pagesize=2M none /run/libvirt/hugepages
umount -R -l /sys # what is only hidden is still in mountinfo, where a kubelet looks for hierarchies
mount -t sysfs sysfs /sys # so that /sys/class/net is this namespace's
mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
for controller in "$@"; do
  mkdir "/sys/fs/cgroup/$controller"
  mount -t cgroup -o "$controller" cgroup "/sys/fs/cgroup/$controller"
done
mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null || true
touch "$folder/anchored"
exec sleep infinity
