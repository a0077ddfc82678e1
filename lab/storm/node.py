"""A guest that is a node of Kubernetes: its containerd and its kubelet store on its RBD disk."""

import base64
import shlex
from pathlib import Path

from lab.deadline import wait_until
from lab.domain import Disk, GuestSpec
from lab.failure import LabError
from lab.guest import Guest
from lab.images.node import FOLDER, PROGRAMS
from lab.kubernetes import config, daemons
from lab.kubernetes.certificates import make_for_node
from lab.kubernetes.cluster import Cluster

SETUP = Path(__file__).with_name("node_setup.sh")
PATH = f"{PROGRAMS.path}:/bin"
MEMORY = 1024  # MiB
TRANSLATIONS = 256  # MiB: a kubelet's and a containerd's code, else they are translated for ever
START_SECONDS = 240  # of a kubelet on an emulated processor
CONTAINERD_SECONDS = 90


def spec(disk: Disk) -> GuestSpec:
    """Return the guest; what pods shall not disturb runs on a vCPU of its own."""
    return GuestSpec(
        config.NODE, memory=MEMORY, vcpus=2, disks=(disk,), translation_cache=TRANSLATIONS
    )


class Node:
    """The programs that run in the guest."""

    def __init__(self, guest: Guest, cluster: Cluster) -> None:
        self.guest = guest
        self.cluster = cluster

    def up(self) -> None:
        """Start containerd and the kubelet, and wait until the node takes pods."""
        host = self.guest.host
        script = shlex.quote(SETUP.read_text())
        self.guest.must(f"sh -c {script} sh {host.network.host_address}", seconds=60)
        self._write_files()
        self.start("containerd", ("containerd", "-c", str(FOLDER / "containerd.toml")))
        wait_until(self._runtime_listens, CONTAINERD_SECONDS, "containerd in the guest", every=0.5)
        self.start("kubelet", daemons.kubelet(FOLDER, self.guest.spec.ip))
        try:
            wait_until(self.cluster.is_ready, START_SECONDS, "the node to be ready", every=0.5)
        except LabError as late:
            said = self.guest.must("tail -n 20 /run/node/*.log")
            raise LabError(f"{late}\n{said}") from late

    def _write_files(self) -> None:
        made = self.cluster.folder / "certificates"
        make_for_node(made, "guest", self.guest.spec.ip)
        files = {
            "certificates/ca.crt": (made / "ca.crt").read_text(),
            "certificates/kubelet.crt": (made / "guest.crt").read_text(),
            "certificates/kubelet.key": (made / "guest.key").read_text(),
            "kubeconfig/kubelet": self.cluster.kubeconfig_for("kubelet", FOLDER),
            "kubelet.json": config.kubelet(FOLDER, {}),
            "containerd.toml": config.containerd(FOLDER, PROGRAMS, ramdisk=True),
            "cni/10-lab.conflist": config.pod_network(FOLDER),
        }
        for name, text in files.items():
            self._write(FOLDER / name, text)

    def _write(self, path: Path, text: str) -> None:
        coded = base64.b64encode(text.encode()).decode()
        self.guest.must(f"echo {coded} | base64 -d > {path}")

    def start(self, name: str, argv: tuple[str, ...]) -> None:
        """Start a daemon in the guest; its log and its pid are in the ramdisk."""
        run = f"exec {shlex.join(argv)} >> /run/node/{name}.log 2>&1 < /dev/null"
        own = f"export PATH={PATH}; cd /; setsid sh -c {shlex.quote(run)} &"
        self.guest.must(f"{own} echo $! > /run/node/{name}.pid")

    def _runtime_listens(self) -> bool:
        return self.guest.sh(f"[ -S {config.CRI_SOCKET} ]").status == 0
