"""The Debian packages that the lab needs, and their installation."""

import os
import subprocess

from lab.failure import LabError

NEEDED = (
    "busybox-static",  # the guests' user space
    "ceph-common",
    "ceph-mgr",
    "ceph-mgr-modules-core",
    "ceph-mon",
    "ceph-osd",
    "cpio",  # packs the guests' initramfs
    "e2fsprogs",  # mke2fs
    "iproute2",  # network namespaces, bridges, taps
    "kmod",  # depmod, modprobe --show-depends
    "libvirt-clients",  # virsh
    "libvirt-daemon",
    "libvirt-daemon-driver-qemu",
    "make",  # compiles Kubernetes
    "mmdebstrap",  # the T3 machine's Debian
    "nbdkit",  # storage which can be made slow or broken
    "nbdkit-plugin-python",
    "nftables",  # packet loss
    "openssh-client",  # the way into the T3 machine
    "python3-rados",  # the binding that downstack uses where it is
    "qemu-block-extra",  # QEMU's rbd driver
    "openssl",  # the certificates of a Kubernetes cluster
    "qemu-guest-agent",  # copied into the guests
    "qemu-system-x86",
    "qemu-utils",  # qemu-img
    "util-linux",  # unshare, nsenter, taskset
)


class PackagesError(LabError):
    """The machine lacks packages and they could not be installed."""


def missing() -> tuple[str, ...]:
    """Return those of NEEDED which dpkg does not report as installed."""
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev}\n", *NEEDED]
    answer = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    installed = {line.split()[0] for line in answer.splitlines() if line.split()[1:] == ["ii"]}
    return tuple(name for name in NEEDED if name not in installed)


def install_missing() -> None:
    """Install what is missing with apt-get, without recommended packages."""
    names = missing()
    if not names:
        return
    print(f"lab: installing {' '.join(names)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *names]):
        done = subprocess.run(
            ["apt-get", "--quiet", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise PackagesError(
                f"apt-get {' '.join(arguments)} failed, install by hand: {' '.join(names)}\n"
                f"{done.stderr.strip()}"
            )
