"""Kubernetes' own daemons, compiled once from Debian's source; the runtime is Debian's own."""

import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lab.images.archive import Archive
from lab.images.cache import cached
from lab.process import ProgramError

RELEASE = "bookworm"
DAEMONS = ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet")
COMPILER = ("golang-1.19-go", "golang-1.19-src", "rsync", "golang-github-modern-go-reflect2-dev")
RUNTIME = (
    "busybox-static",
    "containerd",
    "containernetworking-plugins",
    "etcd-server",
    "etcd-client",
    "runc",
)
BUILD = Path(__file__).with_name("kubernetes_build.sh")


@dataclass(frozen=True, slots=True)
class Programs:
    """Where the programs of a cluster are."""

    daemons: Path
    """The folder of Kubernetes' own daemons."""
    runtime: Path
    """The root of the unpacked packages: etcd, containerd, runc, CNI plugins, busybox."""

    @property
    def path(self) -> str:
        """The search path that finds all of them before the machine's own."""
        inner = (self.runtime / name for name in ("usr/bin", "usr/sbin", "bin", "sbin"))
        outer = ("/usr/sbin", "/usr/bin", "/sbin", "/bin")
        return ":".join(map(str, (self.daemons, *inner, *outer)))

    @property
    def network_plugins(self) -> Path:
        """The folder of the CNI plugins."""
        return self.runtime / "usr/lib/cni"

    @property
    def busybox(self) -> Path:
        """The static shell and tools of the containers."""
        return self.runtime / "bin/busybox"


def _announce(argv: list[str]) -> None:
    """Run a long program whose lines are shown while it runs."""
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        complaint = done.stderr.decode(errors="replace").strip()
        raise ProgramError(f"the build of Kubernetes failed:\n{complaint}")


def _build_daemons(target: Path) -> None:
    work = target / "work"
    for name in ("root", "source"):
        (work / name).mkdir(parents=True)
    print("lab: Kubernetes is built once, about 10 minutes of CPU time; downloading", flush=True)
    archive = Archive(work / "apt", RELEASE)
    archive.unpack(COMPILER, work / "root")
    archive.source("kubernetes", work / "source")
    _announce(["nice", "-n", "10", "sh", str(BUILD), str(work), *DAEMONS])
    for daemon in DAEMONS:
        (work / "bin" / daemon).rename(target / daemon)
    shutil.rmtree(work)


def _build_runtime(target: Path) -> None:
    archive = Archive(target / "apt", RELEASE)
    archive.unpack(RUNTIME, target)
    shutil.rmtree(target / "apt")


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def programs() -> Programs:
    """Return the programs, built at their first use and whenever their recipe changes."""
    recipe = " ".join((RELEASE, *COMPILER, *DAEMONS))
    daemons = cached(f"kubernetes-{_digest(BUILD.read_bytes(), recipe.encode())}", _build_daemons)
    packages = " ".join((RELEASE, *RUNTIME))
    runtime = cached(f"kubernetes-runtime-{_digest(packages.encode())}", _build_runtime)
    return Programs(daemons, runtime)
