"""A stage whose application is a virtual machine of KubeVirt.

No KubeVirt runs here. The lab does what its controllers would: it makes the launcher pod of the
VMI, and it writes the VMI's status, from what the pod and its QEMU tell at that moment.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.deadline import wait_until
from lab.domain import identity
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.config import NODE
from lab.kubernetes.launcher import AGENT, Launcher, launcher_pod, vmi
from lab.kubernetes.manifest import Manifest, collection, path_of
from lab.kubernetes.stage import APP, KubernetesStage
from lab.monitor import Monitor

KINDS = Path(__file__).with_name("kubevirt.yaml")
BOOTED = "LAB-READY"
PHASES = {"Pending": "Scheduling"}
"""What KubeVirt calls the phases of a launcher that it does not call as Kubernetes does."""
OK = 200
LOCAL = {
    "status": "False",
    "reason": "DisksNotLiveMigratable",
    "message": "cannot migrate VMI with non-shared HostDisk",
}
PAUSED = {
    "status": "True",
    "reason": "PausedIOError",
    "message": "VMI was paused, low-level IO error detected",
}


@dataclass(frozen=True, slots=True)
class VmStage(KubernetesStage):
    """A cluster with one VMI and its launcher pod, which nobody replaces."""

    @property
    def folder(self) -> Path:
        """Where QEMU has its sockets and its guest's console."""
        return self.cluster.folder / "launcher"

    @property
    def uuid(self) -> str:
        """The UUID of the VM."""
        return str(self.healthy["spec"]["domain"]["firmware"]["uuid"])

    def pods(self) -> list[Any]:
        """Return its launcher, also one that has failed."""
        found = self.cluster.pods(self.app)
        return [pod for pod in found if "deletionTimestamp" not in pod["metadata"]]

    def phase(self) -> str:
        """Return what KubeVirt makes of the phase of the launcher."""
        told = next((str(pod["status"]["phase"]) for pod in self.pods()), "")
        return PHASES.get(told, told or "Pending")

    def ask(self, command: str) -> Any:
        """Return QEMU's own answer."""
        with closing(Monitor(self.folder / "monitor")) as monitor:
            return monitor.ask(command)

    def agent_answers(self) -> bool:
        """Say whether the guest has opened the channel of its agent, which is what libvirt sees."""
        return any(
            one["label"] == AGENT and one["frontend-open"] for one in self.ask("query-chardev")
        )

    def is_healthy(self) -> bool:
        """Say whether the guest has booted and its agent answers."""
        return self._has_booted() and self.agent_answers()

    def _has_booted(self) -> bool:
        console = self.folder / "console"
        is_running = self.phase() == "Running" and console.exists()
        return is_running and BOOTED in console.read_text(errors="replace")

    def launch(self, launcher: Launcher) -> None:
        """Let another VMI of the same name run, and wait until it is up or has ended."""
        self.remove()
        self.folder.mkdir(exist_ok=True)
        (self.folder / "console").unlink(missing_ok=True)
        self.cluster.apply(vmi(self.app, self.uuid, launcher))
        made = self.cluster.api.get(path_of(self.healthy))
        self.cluster.api.create(collection("Pod"), launcher_pod(made, launcher, self.folder))
        is_up = self.is_healthy if launcher.agent else self._has_booted
        self.wait_until(lambda: self.phase() == "Failed" or is_up(), "to be up, or to end")
        self.report()

    def report(self, *volumes: Manifest) -> None:
        """Write the VMI's status as KubeVirt would, with the state of volumes plugged in."""
        phase = self.phase()
        status = {"phase": phase, "nodeName": NODE, "volumeStatus": volumes}
        conditions = self._conditions() if phase == "Running" else {"Ready": {"status": "False"}}
        rows = [{"type": kind, **told} for kind, told in conditions.items()]
        change = {"status": {**status, "conditions": rows}}
        self.cluster.api.patch(path_of(self.healthy), change)

    def _conditions(self) -> dict[str, dict[str, str]]:
        local = any(one["drv"] == "file" for one in self.ask("query-named-block-nodes"))
        true = {"status": "True"}
        return {
            "Ready": true,
            "LiveMigratable": LOCAL if local else true,
            **({"AgentConnected": true} if self.agent_answers() else {}),
            **({"Paused": PAUSED} if self.has_io_error() else {}),
        }

    def has_io_error(self) -> bool:
        """Say whether QEMU has paused the guest because its disk failed."""
        return bool(self.ask("query-status")["status"] == "io-error")

    def restore(self) -> None:
        """Let the VM be as it was, healthy."""
        self.launch(Launcher())


def vm_of(stage: KubernetesStage) -> VmStage:
    """Return a stage that has a virtual machine as such."""
    if not isinstance(stage, VmStage):
        raise TypeError("this stage has no virtual machine")
    return stage


def with_vm(cluster: Cluster) -> VmStage:
    """Return a stage whose application is a healthy VM of KubeVirt."""
    cluster.apply_text(KINDS.read_text())
    kind = collection("VirtualMachineInstance")
    wait_until(lambda: cluster.api.ask("GET", kind).status == OK, 20, "the kinds of KubeVirt")
    stage = VmStage(cluster, vmi(APP, identity(APP, cluster.host.name), Launcher()))
    stage.restore()
    return stage


@contextmanager
def relaunched(stage: KubernetesStage, launcher: Launcher) -> Iterator[VmStage]:
    """Let the VM run in another launcher, and at the end be what it was."""
    vm = vm_of(stage)
    try:
        vm.launch(launcher)
        yield vm
    finally:
        vm.restore()
