"""The T3 machine's disk: Debian as a libvirt host."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lab.images.cache import cached
from lab.process import ProgramError, run

RELEASE = "bookworm"
ROOT = Path(__file__).with_name("t3_root")
DISK_SIZE = "4G"
BUILD_SECONDS = 900
PACKAGES = (
    "systemd systemd-sysv udev dbus kmod procps util-linux netbase e2fsprogs iproute2 iputils-ping "
    "linux-image-amd64 initramfs-tools openssh-server chrony numactl ethtool nftables dmsetup "
    "libvirt-daemon-system libvirt-clients qemu-system-x86 qemu-utils "
    "stress-ng busybox-static netcat-openbsd "
    "lvm2 mdadm multipath-tools nfs-common nfs-kernel-server open-iscsi tgt"
)
LEFT_OUT = (
    "/usr/share/doc/*",
    "/usr/share/locale/*",
    "/usr/share/man/*",
    "/lib/modules/*/kernel/drivers/gpu/*",
    "/lib/modules/*/kernel/drivers/infiniband/*",
    "/lib/modules/*/kernel/drivers/media/*",
    "/lib/modules/*/kernel/drivers/net/wireless/*",
    "/lib/modules/*/kernel/sound/*",
)
BOOT_MODULES = ("virtio_pci", "virtio_blk", "ext4")
# What would work in the background, of its own accord, in the middle of a measurement.
MASKED = (
    "apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer "
    "e2scrub_reap.service fstrim.timer libvirt-guests.service logrotate.timer man-db.timer "
    "systemd-networkd-wait-online.service systemd-tmpfiles-clean.timer "
    "blkmapd.service iscsid.socket iscsid.service open-iscsi.service lvm2-monitor.service "
    "mdmonitor.service mdmonitor-oneshot.timer mdcheck_start.timer mdcheck_continue.timer "
    "multipathd.socket multipathd.service nfs-server.service nfs-blkmap.service nfsdcld.service "
    "rpcbind.socket rpcbind.service rpc-statd.service rpc-statd-notify.service tgt.service"
)


@dataclass(frozen=True, slots=True)
class Base:
    """What the machine boots from, and the key to its door."""

    folder: Path

    @property
    def disk(self) -> Path:
        """A raw ext4 filesystem."""
        return self.folder / "disk.raw"

    @property
    def kernel(self) -> Path:
        """The file that QEMU boots."""
        return self.folder / "vmlinuz"

    @property
    def initrd(self) -> Path:
        """Its initramfs."""
        return self.folder / "initrd"

    @property
    def key(self) -> Path:
        """The private key of root on the machine."""
        return self.folder / "key"

    @property
    def host_key(self) -> str:
        """The machine's own public key."""
        return (self.folder / "host_key.pub").read_text().strip()


def _sources() -> list[str]:
    """Return lines of apt for this machine's mirrors of Debian, whatever release it runs itself."""
    wanted = ["Created-By: Packages", "Origin: Debian", "Component: main"]
    lines = run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME)", *wanted])
    found = set()
    for line in lines.splitlines():
        uri, _, suite = line.partition(" ")
        kind = re.fullmatch(r"[a-z]+(|-updates|-security)", suite)
        if kind is not None:
            found.add(f"deb {uri} {RELEASE}{kind.group(1)} main")
    if not found:
        raise LookupError("apt knows no mirror of Debian: run apt-get update")
    return sorted(found)


def _bootstrap(root: Path) -> None:
    conf = '"$1/etc/initramfs-tools'
    before_the_kernel = (
        f'mkdir -p {conf}/conf.d" && echo MODULES=list > {conf}/conf.d/lab" && '
        f'printf "%s\\n" {" ".join(BOOT_MODULES)} > {conf}/modules"'
    )
    run(
        [
            "mmdebstrap",
            "--mode=root",
            "--variant=minbase",
            "--aptopt=APT::Install-Recommends false",
            "--dpkgopt=force-unsafe-io",
            *(f"--dpkgopt=path-exclude={path}" for path in LEFT_OUT),
            f"--essential-hook={before_the_kernel}",
            f"--include={','.join(PACKAGES.split())}",
            RELEASE,
            str(root),
            *_sources(),
        ],
        seconds=BUILD_SECONDS,
    )


def _make_key(path: Path, comment: str) -> None:
    run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", str(path)])


def _configure(root: Path, target: Path) -> None:
    shutil.copytree(ROOT, root, dirs_exist_ok=True)
    run(["chroot", str(root), "systemctl", "--quiet", "mask", *MASKED.split()])
    run(["chroot", str(root), "systemctl", "--quiet", "enable", "systemd-networkd"])
    for leftover in (root / "etc/ssh").glob("ssh_host_*"):
        leftover.unlink()
    _make_key(root / "etc/ssh/ssh_host_ed25519_key", "kvm1")
    shutil.copy(root / "etc/ssh/ssh_host_ed25519_key.pub", target / "host_key.pub")
    _make_key(target / "key", "lab")
    keys = root / "root/.ssh/authorized_keys"
    keys.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.copy(target / "key.pub", keys)


def _take(root: Path, pattern: str, target: Path) -> None:
    (found,) = (root / "boot").glob(pattern)
    shutil.copy(found, target)


def _build(target: Path) -> None:
    root = target / "root"
    _bootstrap(root)
    _configure(root, target)
    _take(root, "vmlinuz-*", target / "vmlinuz")
    _take(root, "initrd.img-*", target / "initrd")
    disk = target / "disk.raw"
    run(["truncate", "-s", DISK_SIZE, str(disk)])
    # Nothing is left for the kernel to initialise later, in the background.
    lazy = ["-E", "lazy_itable_init=0,lazy_journal_init=0", "-J", "size=16"]
    run(["mke2fs", "-q", "-F", "-t", "ext4", *lazy, "-d", str(root), str(disk)], seconds=300)
    shutil.rmtree(root)


def _recipe() -> Iterator[bytes]:
    yield Path(__file__).read_bytes()
    for path in sorted(ROOT.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(ROOT)).encode()
            yield path.read_bytes()


def base() -> Base:
    """Return the image, built at its first use and whenever its recipe changes."""
    key = hashlib.sha256(b"\0".join(_recipe())).hexdigest()[:12]
    try:
        return Base(cached(f"t3-base-{key}", _build))
    except ProgramError as error:
        raise ProgramError(f"the T3 machine's image cannot be built: {error}") from error
