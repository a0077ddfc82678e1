#!/bin/sh
# Runs in the mount namespace of a lab host: what Kubernetes has at fixed places is the cluster's
# own there, and the kernel settings that a kubelet makes at its start reach nothing but files.
# Arguments: the cluster's folder, the size of the node's filesystem.
set -e
folder=$1 size=$2
own() {
  mkdir -p "$folder/own$1"
  mount --bind "$folder/own$1" "$1"
}
own /run/containerd
own /var/lib/cni
own /var/log/containers
own /var/log/pods
mount -t tmpfs -o "mode=755,size=$size" node /var/lib/kubelet
mount --make-rshared /var/lib/kubelet
mount -t tmpfs -o mode=755 netns /run/netns
if grep -q :name=systemd: /proc/self/cgroup; then
  mkdir -p /sys/fs/cgroup/systemd
  mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd
fi
pretend() {
  [ -e "/proc/sys/$1" ] || return 0
  mkdir -p "$folder/sysctl/${1%/*}"
  echo "$2" > "$folder/sysctl/$1"
  mount --bind "$folder/sysctl/$1" "/proc/sys/$1"
}
pretend vm/overcommit_memory 1
pretend vm/panic_on_oom 0
pretend kernel/panic 10
pretend kernel/panic_on_oops 1
pretend kernel/keys/root_maxkeys 1000000
pretend kernel/keys/root_maxbytes 25000000
