"""Guest kernels: unpacked from Debian's packages, never installed."""

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lab.images.cache import cached
from lab.process import run

FLAVOUR = "linux-image-cloud-amd64"


@dataclass(frozen=True, slots=True)
class Kernel:
    """An unpacked kernel package."""

    release: str
    root: Path

    @property
    def image(self) -> Path:
        """The file that QEMU boots."""
        return self.root / "boot" / f"vmlinuz-{self.release}"

    @property
    def modules(self) -> Path:
        """The folder of its modules."""
        return self.root / "lib" / "modules" / self.release


def _package() -> str:
    depends = run(["apt-cache", "depends", FLAVOUR])
    found = re.search(r"Depends: (linux-image-\d\S+)", depends)
    if found is None:
        raise LookupError(f"{FLAVOUR} names no kernel package: run apt-get update")
    return found.group(1)


def _unpack(package: str, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        run(["sh", "-c", 'cd "$1" && apt-get download "$2"', "sh", folder, package], seconds=300)
        (archive,) = Path(folder).glob("*.deb")
        run(["dpkg", "-x", str(archive), str(target)])
    release = package.removeprefix("linux-image-")
    run(["depmod", "-b", str(target), release])


def kernel() -> Kernel:
    """Return Debian's cloud kernel, downloaded at its first use."""
    package = _package()
    root = cached(package, lambda target: _unpack(package, target))
    return Kernel(package.removeprefix("linux-image-"), root)
