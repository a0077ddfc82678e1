#!/bin/sh
# Runs a program as one of a lab host's own: in its cgroup and in its namespaces.
# Arguments: the cgroup, the pid of the host's anchor, the program and its arguments.
cgroup=$1 anchor=$2
shift 2
for members in /sys/fs/cgroup/*/"$cgroup"/cgroup.procs; do echo $$ > "$members"; done
exec nsenter -t "$anchor" -m -u -n -C "$@"
