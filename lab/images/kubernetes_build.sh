#!/bin/sh
# Compiles Kubernetes' daemons. Touches nothing outside of its folder, in which
# root/ has the unpacked compiler and source/ the unpacked sources.
# Arguments: the folder, the daemons.
set -eu
work=$1
shift
mkdir -p "$work/home" "$work/bin"
cd "$work"/source/kubernetes-*/
version=${PWD##*/kubernetes-}
# The vendored reflect2 crashes with Go 1.18 and later when a custom resource is written.
vendored=vendor/github.com/modern-go/reflect2
newer=$work/root/usr/share/gocode/src/github.com/modern-go/reflect2
rm -f "$vendored"/*.go "$vendored"/*.s
cp "$newer"/*.go "$newer"/*.s "$vendored"
rest=${version#*.}
export HOME="$work/home" GOPROXY=off GOSUMDB=off CGO_ENABLED=0
export PATH="$work/root/usr/lib/go-1.19/bin:$work/root/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export KUBE_GIT_VERSION="v$version" KUBE_GIT_MAJOR="${version%%.*}" KUBE_GIT_MINOR="${rest%%.*}"
export KUBE_GIT_COMMIT=debian KUBE_GIT_TREE_STATE=archive
for daemon in "$@"; do
  echo "lab: compiling $daemon $version"
  if ! make WHAT="cmd/$daemon" GOFLAGS=-v > "$work/make.log" 2>&1; then
    tail "$work/make.log" >&2
    exit 1
  fi
  mv "_output/bin/$daemon" "$work/bin/"
done
