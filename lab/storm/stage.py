"""The machines of the storm: a Ceph cluster, a guest on it, a node in the guest, a pod there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lab import cgroup
from lab.ceph.cluster import Cluster as Ceph
from lab.ceph.stage import POOL, CephStage
from lab.deadline import wait_until
from lab.disks.rbd import RbdDisk
from lab.guest import Guest
from lab.host import Host
from lab.images.node import node_disk
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.config import NODE
from lab.kubernetes.manifest import Manifest, collection
from lab.storm.application import APP, NAMESPACE, application, namespace
from lab.storm.node import Node, spec

OSDS = 4
"""One more than copies: the data of a lost one is made anew on the others."""
GROUPS = 16
WEIGHT = 16384
"""Of a CPU, against 1024 of everything else."""
READY_SECONDS = 240
HEALED_SECONDS = 180
PODS = f"{collection('Pod', NAMESPACE)}?labelSelector=app%3D{APP}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StormStage(CephStage):
    """All that lies between an OSD and a pod."""

    kubernetes: Cluster
    node: Node

    def pod(self) -> Any:
        """Return the application's pod, the one that is not on its way out."""
        pods = self.kubernetes.api.get(PODS)["items"]
        return next((pod for pod in pods if "deletionTimestamp" not in pod["metadata"]), None)

    @property
    def pod_target(self) -> str:
        """What downstack calls the pod."""
        return f"pod/{NAMESPACE}/{self._name()}"

    def run_application(self, manifest: Manifest) -> None:
        """Let the application be another one, and wait until its pod runs."""
        with self._another_pod():
            self.kubernetes.replace(manifest)

    def renew_pod(self) -> None:
        """Let a new pod take the place of the present one, and wait until it is ready.

        A kubelet tells 25 events of one pod and then no more: a pod that has suffered before
        would suffer in silence.
        """
        self._scale(0)
        wait_until(lambda: not self.kubernetes.api.get(PODS)["items"], READY_SECONDS, "no pod")
        self._scale(1)
        self.wait_pod_ready()

    def _scale(self, replicas: int) -> None:
        manifest = application()
        manifest["spec"]["replicas"] = replicas
        self.kubernetes.replace(manifest)

    @contextmanager
    def _another_pod(self) -> Iterator[None]:
        old = self._name()
        yield

        def runs() -> bool:
            pod = self.pod()
            return bool(
                pod and pod["metadata"]["name"] != old and pod["status"]["phase"] == "Running"
            )

        wait_until(runs, READY_SECONDS, "the new pod to run", every=0.3)

    def _name(self) -> str:
        return str(self.pod()["metadata"]["name"])

    def is_pod_ready(self) -> bool:
        """Say whether the API server has the pod as ready."""
        pod = self.pod()
        rows = pod["status"].get("conditions", ()) if pod else ()
        return any(row["type"] == "Ready" and row["status"] == "True" for row in rows)

    def wait_pod_ready(self, seconds: float = READY_SECONDS) -> None:
        """Wait until the pod is ready."""
        wait_until(self.is_pod_ready, seconds, "the pod to be ready", every=0.3)

    def wait_pod_unready(self, seconds: float = 60) -> None:
        """Wait until the pod's probe has failed often enough."""
        wait_until(lambda: not self.is_pod_ready(), seconds, "the pod to be not ready", every=0.3)

    def wait_healed(self) -> None:
        """Wait until every layer is as it was."""
        self.cluster.wait_healthy()
        self.kubernetes.wait_condition("Ready", "True", seconds=HEALED_SECONDS)
        self.wait_pod_ready(HEALED_SECONDS)


def _prefer(guest: Guest) -> None:
    """Let the guest run first: in reality storage and control plane have machines of their own."""
    host = cgroup.ROOT / "cpu" / guest.host.cgroup
    for path in (host, host / "machine", *(host / "machine").glob("qemu-*")):
        (path / "cpu.shares").write_text(str(WEIGHT))


def _silent(_step: str) -> None:
    """Tell nobody."""


def with_storm(host: Host, tell: Callable[[str], None] = _silent) -> StormStage:
    """Return a stage whose pod is ready, with the whole chain below it; tell of each step."""
    tell("a Ceph cluster: one monitor, one manager, four OSDs")
    ceph = Ceph(host, OSDS)
    ceph.up()
    ceph.make_pool(POOL, groups=GROUPS)
    tell("an RBD image with a Kubernetes node on it, and a VM (QEMU under libvirt) which has it")
    guest = Guest(host, spec(RbdDisk(host, ceph, POOL, NODE, node_disk())))
    guest.start()
    _prefer(guest)
    tell("Kubernetes' control plane")
    kubernetes = Cluster(host)
    kubernetes.up_without_node()
    guest.wait_ready()
    tell("containerd and a kubelet in the VM")
    node = Node(guest, kubernetes)
    node.up()
    tell(f"the application {NAMESPACE}/{APP}, which works on the VM's disk")
    kubernetes.apply(namespace(), application())
    kubeconfig = str(kubernetes.kubeconfig("downstack"))
    options = (
        *("--kubeconfig", kubeconfig),
        *("--ceph-conf", str(ceph.client_conf), "--ceph-name", "client.downstack"),
    )
    stage = StormStage(
        host=host, target=guest, cluster=ceph, options=options, kubernetes=kubernetes, node=node
    )
    stage.wait_pod_ready()
    return stage
