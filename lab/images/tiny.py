"""The tiny guest: Debian's cloud kernel, busybox and two guest agents; boots in seconds."""

import hashlib
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from lab.images.cache import cached
from lab.images.kernel import Kernel, kernel
from lab.process import run

MODULES = (
    "virtio_pci",
    "virtio_blk",
    "virtio_net",
    "virtio_balloon",
    "virtio_console",
    "virtio-rng",
    "virtio_scsi",
    "sd_mod",
    "pvpanic-mmio",  # the driver of <panic model='isa'/>
    "pvpanic-pci",
)
FOLDERS = (
    "bin sbin usr/bin usr/sbin etc/qemu proc sys dev run tmp var/run var/log data root mnt lib64"
)
OS_RELEASE = 'NAME="labtiny"\nID=labtiny\nVERSION_ID="1"\nPRETTY_NAME="downstack lab, tiny guest"\n'
INIT = Path(__file__).with_name("tiny_init.sh")


@dataclass(frozen=True, slots=True)
class Image:
    """What QEMU boots directly."""

    kernel: Path
    initrd: Path


def _add_program(root: Path, program: str) -> None:
    shutil.copy(program, root / "usr/sbin")
    for library in re.findall(r"/\S+", run(["ldd", program])):
        copy = root / library.lstrip("/")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, copy)


def _add_busybox(root: Path) -> None:
    shutil.copy("/usr/bin/busybox", root / "bin/busybox")
    for applet in run(["busybox", "--list"]).split():
        if applet != "busybox":  # a link over itself is a guest without init
            (root / "bin" / applet).symlink_to("busybox")
    (root / "sbin/hwclock").symlink_to("/bin/busybox")  # guest-set-time looks for it there


def _add_modules(root: Path, guest_kernel: Kernel) -> None:
    target = root / "lib/modules" / guest_kernel.release
    target.mkdir(parents=True)
    show = ["modprobe", "-d", str(guest_kernel.root), "-S", guest_kernel.release, "--show-depends"]
    for module in MODULES:
        for line in run([*show, module]).splitlines():
            kind, _, path = line.strip().partition(" ")
            if kind == "insmod":
                inner = target / Path(path).relative_to(guest_kernel.modules)
                inner.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, inner)
    for name in ("modules.order", "modules.builtin", "modules.builtin.modinfo"):
        shutil.copy(guest_kernel.modules / name, target)
    run(["depmod", "-b", str(root), guest_kernel.release])
    (root / "etc/lab-modules").write_text(" ".join(MODULES))


def _build(target: Path, guest_kernel: Kernel) -> None:
    root = target / "root"
    for folder in FOLDERS.split():
        (root / folder).mkdir(parents=True)
    _add_busybox(root)
    _add_program(root, "/usr/sbin/qemu-ga")
    _add_modules(root, guest_kernel)
    (root / "etc/os-release").write_text(OS_RELEASE)
    (root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
    (root / "etc/group").write_text("root:x:0:\n")
    shutil.copy(INIT, root / "init")
    (root / "init").chmod(0o755)
    pack = 'cd "$1" && find . | cpio --quiet -o -H newc -R 0:0 | gzip -6 > "$2"'
    run(["sh", "-c", pack, "sh", str(root), str(target / "initrd.gz")])
    shutil.copy(guest_kernel.image, target / "vmlinuz")
    shutil.rmtree(root)


def _recipe(guest_kernel: Kernel) -> str:
    parts = [Path(__file__).read_bytes(), INIT.read_bytes(), guest_kernel.release.encode()]
    versions = ["dpkg-query", "-W", "-f", "${Version} ", "busybox-static", "qemu-guest-agent"]
    parts.append(run(versions).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def image() -> Image:
    """Return the image, built at its first use and whenever its recipe changes."""
    guest_kernel = kernel()
    key = f"tiny-{_recipe(guest_kernel)}"
    built = cached(key, lambda target: _build(target, guest_kernel))
    return Image(built / "vmlinuz", built / "initrd.gz")
