"""A disk that makes a tiny guest a node of Kubernetes: its programs, its images, its store."""

import hashlib
import re
import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path

from lab.deadline import wait_until
from lab.failure import LabError
from lab.images.cache import cached
from lab.images.kernel import Kernel, kernel
from lab.images.kubernetes import Programs, programs
from lab.kubernetes.container_image import pack_images
from lab.process import Process, end, run

DISK_SIZE = "1G"
MODULES = ("overlay", "veth")
PLACE = Path("/data")
"""Where the tiny guest mounts its disk."""
FOLDER = PLACE / "kubernetes"
"""What belongs to Kubernetes there."""
PROGRAMS = Programs(PLACE / "usr/bin", PLACE)
"""Where the programs are in the guest."""
RUNTIME = (
    "usr/bin/containerd",
    "usr/bin/containerd-shim-runc-v2",
    "usr/sbin/runc",
    "usr/lib/cni/host-local",
    "usr/lib/cni/loopback",
    "usr/lib/cni/ptp",
)
CONTAINERD = """\
version = 2
root = "{root}"
state = "{state}"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "{state}/containerd.sock"
"""


def _add_programs(root: Path, found: Programs) -> None:
    for name in RUNTIME:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(found.runtime / name, root / name)
    shutil.copy(found.daemons / "kubelet", root / "usr/bin")
    libraries = root / "lib"
    libraries.mkdir()
    for path in re.findall(r"/\S+/lib\S+", run(["ldd", str(found.runtime / "usr/sbin/runc")])):
        shutil.copy(path, libraries)


def _add_modules(root: Path, guest_kernel: Kernel) -> None:
    target = root / "modules"
    target.mkdir()
    for module in MODULES:
        (path,) = guest_kernel.modules.rglob(f"{module}.ko")
        shutil.copy(path, target)


def _import_images(target: Path, store: Path, found: Programs) -> None:
    """Let a containerd of this machine fill the store that the node's containerd will use."""
    state = target / "state"
    state.mkdir()
    config, socket = target / "containerd.toml", str(state / "containerd.sock")
    config.write_text(CONTAINERD.format(root=store, state=state))
    environment = ["env", f"PATH={found.path}"]

    def ctr(*words: str) -> str:
        return run([*environment, "ctr", "-a", socket, "-n", "k8s.io", *words])

    def answers() -> bool:
        try:
            ctr("version")
        except LabError:
            return False
        return True

    with ExitStack() as at_end:
        log = at_end.enter_context((target / "containerd.log").open("wb"))
        argv = [*environment, "containerd", "-c", str(config)]
        started = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        at_end.callback(started.wait)
        at_end.callback(end, [Process.of(started.pid)])
        wait_until(answers, 20, "containerd")
        for archive in pack_images(found.busybox, target):
            ctr("images", "import", str(archive))
    shutil.rmtree(state)


def _build(target: Path, found: Programs, guest_kernel: Kernel) -> None:
    root = target / "root"
    store = root / FOLDER.relative_to(PLACE) / "containerd/root"
    store.mkdir(parents=True)
    _add_programs(root, found)
    _add_modules(root, guest_kernel)
    _import_images(target, store, found)
    disk = target / "disk.raw"
    run(["truncate", "-s", DISK_SIZE, str(disk)])
    # Nothing is left for the kernel to initialise later, in the background.
    options = ["-E", "lazy_itable_init=0,lazy_journal_init=0", "-J", "size=16", "-N", "16384"]
    run(["mke2fs", "-q", "-F", "-t", "ext4", *options, "-d", str(root), str(disk)], seconds=300)
    shutil.rmtree(root)
    for archive in target.glob("*.tar"):
        archive.unlink()


def node_disk() -> Path:
    """Return a raw ext4 filesystem, built at its first use and whenever its recipe changes."""
    found, guest_kernel = programs(), kernel()
    parts = (
        Path(__file__).read_bytes(),
        found.daemons.name.encode(),
        found.runtime.name.encode(),
        guest_kernel.release.encode(),
    )
    key = hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
    return cached(f"node-{key}", lambda target: _build(target, found, guest_kernel)) / "disk.raw"
