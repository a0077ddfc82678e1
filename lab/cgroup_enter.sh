#!/bin/sh
# Runs a program in a cgroup, so that the lab finds it there however it goes on.
# Arguments: the cgroup, the program and its arguments.
cgroup=$1
shift
for members in /sys/fs/cgroup/*/"$cgroup"/cgroup.procs; do echo $$ > "$members"; done
exec "$@"
