"""The cluster, its rights, its faults and its end, on the real thing."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from lab import cgroup
from lab.deadline import wait_until
from lab.experiment import new_host
from lab.kubernetes.api import Api
from lab.kubernetes.cluster import MOUNT_POINTS, Cluster
from lab.kubernetes.config import KUBELET_PORTS, NODE
from lab.kubernetes.experiment import healthy, injected
from lab.kubernetes.witnesses import process_of
from lab.ledger import ledger_of, ledgers
from lab.packages import install_missing
from lab.process import Process, run

pytestmark = [
    pytest.mark.lab,
    pytest.mark.timeout(1800),  # the first one ever also compiles Kubernetes
    pytest.mark.skipif(os.geteuid() != 0, reason="namespaces and cgroups need root"),
]

KERNEL_SETTINGS = ("vm/overcommit_memory", "kernel/panic", "kernel/panic_on_oops")
FORBIDDEN = 403


def _kernel_settings() -> list[str]:
    return [(Path("/proc/sys") / name).read_text() for name in KERNEL_SETTINGS]


def _left(name: str) -> list[str]:
    """Return what still exists of a host and its cluster."""
    namespaces = [f"netns {n}" for n in run(["ip", "netns", "list"]).split() if name in n]
    groups = [str(path) for path in cgroup.ROOT.glob(f"*/lab-{name}*")]
    paths = [ledger_of(name), Path(tempfile.gettempdir()) / f"lab-{name}"]
    if not any(ledger.mount_points for ledger in ledgers()):
        paths += map(Path, MOUNT_POINTS)
    return [*namespaces, *groups, *(str(path) for path in paths if path.exists())]


def test_a_pod_is_a_process_whose_cgroup_names_the_pod(cluster: Cluster) -> None:
    """Pod, container and process are joined by UID and container id, on the host's own files."""
    with healthy(cluster) as stage:
        (pod,) = stage.pods()
        pid = process_of(stage)
        assert pid is not None
        (status,) = pod["status"]["containerStatuses"]
        container = status["containerID"].removeprefix("containerd://")

        group = Path(f"/proc/{pid}/cgroup").read_text()
        assert f"/kubepods/burstable/pod{pod['metadata']['uid']}/{container}" in group
        words = ("tasks", "exec", "--exec-id", "hello", container, "echo", "from inside")
        assert cluster.ctr(*words) == "from inside\n"
        assert pod["spec"]["nodeName"] == NODE
    assert cluster.pods() == []
    uid = pod["metadata"]["uid"]  # a pod that is deleted at once is gone before its cgroup is
    wait_until(lambda: cluster.cgroup_of(uid) is None, 60, "the kubelet to remove the cgroup")


def test_a_node_tells_where_it_is(cluster: Cluster) -> None:
    """What joins a node to its machine is there."""
    status = cluster.node()["status"]

    assert cluster.is_ready()
    addresses = {row["type"]: row["address"] for row in status["addresses"]}
    assert addresses["InternalIP"] == cluster.host.network.host_address
    assert status["nodeInfo"]["systemUUID"]
    assert cluster.node()["spec"]["providerID"] == f"libvirt:///{NODE}"


def test_downstack_may_read_and_nothing_else(cluster: Cluster) -> None:
    """The rights that we ask people to give are enough and not more."""
    api = cluster.api_of("downstack")
    pods, proxy = "/api/v1/namespaces/default/pods", f"/api/v1/nodes/{NODE}/proxy/stats/summary"

    for path in ("/api/v1/nodes", "/api/v1/events", "/apis/apps/v1/replicasets", "/metrics"):
        assert api.ask("GET", path).status == 200
    for path in ("/api/v1/secrets", "/api/v1/configmaps", proxy):
        assert api.ask("GET", path).status == FORBIDDEN
    assert api.ask("DELETE", pods).status == FORBIDDEN
    assert api.ask("POST", pods, "{}").status == FORBIDDEN


def test_the_kubelet_asks_for_the_same_rights(cluster: Cluster) -> None:
    """Its own port knows nodes/stats, and refuses whoever has none."""

    def status(user: str) -> int:
        server = cluster.api_of(user)
        kubelet = Api(server.namespace, KUBELET_PORTS[0], server.authority, server.token)
        return kubelet.ask("GET", "/stats/summary").status

    assert (status("downstack"), status("viewer")) == (200, FORBIDDEN)


def test_a_user_without_rights_is_refused(cluster: Cluster) -> None:
    """RBAC is on."""
    reply = cluster.api_of("viewer").ask("GET", "/api/v1/pods")

    assert reply.status == FORBIDDEN
    assert reply.content["reason"] == "Forbidden"


@pytest.mark.parametrize(
    "fault",
    [
        "container_cpu_limit",
        "container_oom_killed",
        "etcd_slow",
        "node_cordoned",
        "node_disk_pressure",
        "quota_exceeded",
        "readiness_probe_failing",
    ],
)
def test_makes_a_fault_that_its_witness_sees_and_undoes_it(cluster: Cluster, fault: str) -> None:
    """No injection yields before its witness has seen the fault; then the cluster is empty."""
    with injected(cluster, fault) as (_, seen):
        assert seen.after != seen.before
    assert cluster.is_ready()
    assert cluster.pods() == []


def test_leaves_nothing_and_no_setting_of_the_kernel() -> None:
    """What a kubelet sets at its start reaches nobody else, and all of it goes."""
    install_missing()
    before = _kernel_settings()
    with new_host() as host:
        cluster = Cluster(host)
        cluster.up()
        with healthy(cluster):
            processes = [Process.of(pid) for pid in cgroup.members(host.cgroup)]
            assert {Path(f"/proc/{p.pid}/comm").read_text() for p in processes} >= {
                "containerd-shim\n",
                "kubelet\n",
            }
            assert _kernel_settings() == before
    assert _kernel_settings() == before
    assert [process for process in processes if process.alive()] == []
    assert _left(host.name) == []


def test_clean_removes_what_a_killed_lab_left() -> None:
    """After SIGKILL the ledger tells what there is to remove, running pods included."""
    up = [sys.executable, "-m", "lab.kubernetes", "up", "--no-lock"]
    with subprocess.Popen(up, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        lines = killed.stdout
        wait_until(lambda: "Ctrl-C" in lines.readline(), 120, "the cluster")
        (name,) = {ledger.name for ledger in ledgers() if ledger.owner.pid == killed.pid}
        killed.kill()
    members = cgroup.members(f"lab-{name}")
    assert len(members) > 6
    run([sys.executable, "-m", "lab", "clean"])
    assert cgroup.members(f"lab-{name}") == ()
    assert _left(name) == []
