"""From a pod down to what is really at fault: the node's VM, its host, its storage."""

import pytest

from downstack.inference.diagnose import diagnose
from downstack.model import Absent, Connection, Edge, Entity, Kind, Layer, Path, Reason, Snapshot
from downstack.model.verdict import AnswerKind, Standing
from downstack.registry import load_catalogue
from downstack.report import json, ticket
from downstack.signals import (
    backend_waits,
    container,
    cpu_room,
    disk,
    domain,
    domain_waits,
    guest,
    host_cpu,
    host_memory,
    kube_cluster,
    memory_room,
    network_way,
    node,
    pod,
    pod_cgroup,
    vcpu,
)
from tests.support.cluster import CLUSTER, CONTAINER, NODE, POD, VMI, cluster, judge
from tests.support.machine import HOST, Readings

STOLEN: Readings = {
    domain_waits.MAX_DELAY: 0.45,
    vcpu.CONTENTION_RATIO: 0.45,
    vcpu.MAX_CONTENTION: 0.45,
    vcpu.DELAY_RATIO: 0.45,
    host_cpu.BUSY_RATIO: 0.99,
    host_cpu.WAITING_RATIO: 0.60,
    cpu_room.IDLE_CPUS_OF_HOST: 0.02,
}
"""A host on which more vCPUs want to run than it has CPUs."""
SLOW: Readings = {disk.WAIT: 0.112, domain_waits.MAX_DISK_WAIT: 0.112}
"""A disk of the node whose storage takes 112 ms."""
DEAF: Readings = {
    node.READY: "unknown",
    node.WHY_NOT_READY: "silent",
    node.LEASE_AGE: 120.0,
    pod.UNREADY: 90.0,
}
"""A node of which the control plane hears nothing."""


def test_pod_on_a_crowded_host() -> None:
    """The VM of its node gets no CPU; no limit of the pod is to blame."""
    fine: Readings = {container.THROTTLED_RATIO: 0.0, pod.MAX_THROTTLED: 0.0}
    judged = judge(STOLEN | fine)

    assert judged.named == ("host_cpu_overcommit",)
    assert judged.standing(Layer.CONTAINER, Path.CPU) is Standing.EXONERATED


def test_pod_that_measures_the_wait_itself() -> None:
    """Pressure of its cgroup is the symptom, and the chain ends there."""
    waits: Readings = {pod_cgroup.CPU_WAITING_RATIO: 0.7, guest.STEAL_RATIO: 0.45}
    fine: Readings = {container.THROTTLED_RATIO: 0.0, pod.MAX_THROTTLED: 0.0}
    judged = judge(STOLEN | waits | fine)
    chain = [link.id for link in judged.diagnosis.causes[0].chain]

    assert judged.named == ("host_cpu_overcommit",)
    assert [link.id for link in judged.diagnosis.symptoms] == ["pod_cpu_waits"]
    assert chain[0] == "host_cpu_overcommit"
    assert {"domain_cpu_waits", "guest_cpu_stolen"} <= set(chain)
    assert chain[-1] == "pod_cpu_waits"


def test_pod_on_a_node_with_a_slow_disk() -> None:
    """The node's disk is an image on slow storage."""
    judged = judge(SLOW | {guest.DISK_WAIT: 0.113, pod_cgroup.IO_STALLED_RATIO: 0.8})

    assert judged.named == ("storage_backend_slow",)
    assert judged.diagnosis.causes[0].layer is Layer.STORAGE


def test_pod_whose_own_volume_is_slow() -> None:
    """The image behind its claim, not a disk of its node, is what is slow."""
    waits: Readings = {pod_cgroup.IO_STALLED_RATIO: 0.8, backend_waits.WAIT: 0.1}
    chains = [
        [link.entity.kind for link in cause.chain]
        for cause in judge(SLOW | waits, without=(Edge.BECOMES,)).diagnosis.causes
    ]

    assert [Kind.BACKEND, Kind.VOLUME, Kind.POD] in chains


@pytest.mark.parametrize(
    ("below", "cause"),
    [
        ({network_way.OBSTACLE: "port_down", network_way.OBSTACLES: 1.0,
          network_way.MAX_OBSTACLES: 1.0}, "tap_port_down"),
        ({domain.STATE: "crashed", domain.STATE_REASON: "crashed_panicked"},
         "guest_kernel_panicked"),
    ],
)  # fmt: skip
def test_node_that_is_not_ready_because_of_its_vm(below: Readings, cause: str) -> None:
    """The kubelet is not to blame when its machine is."""
    judged = judge(DEAF | below, target=NODE)

    assert cause in judged.named[:1]
    assert "kubelet_down" not in judged.named


def test_pod_of_that_node_has_the_same_cause() -> None:
    """Through the node."""
    down: Readings = {domain.STATE: "crashed", domain.STATE_REASON: "crashed_panicked"}

    assert judge(DEAF | down).named[:1] == ("guest_kernel_panicked",)


def test_vmi_is_paused_by_its_disk() -> None:
    """KubeVirt shows the pause; libvirt and QEMU show which disk failed."""
    judged = judge({domain.STATE: "paused", domain.STATE_REASON: "paused_ioerror"}, target=VMI)

    assert judged.diagnosis.answer is not AnswerKind.HEALTHY
    assert {link.id for link in judged.diagnosis.symptoms} >= {"domain_paused"}


def test_guest_without_memory_is_a_node_without_memory() -> None:
    """One cause, whether the kubelet or the guest tells it."""
    short: Readings = {
        memory_room.SWAP_IN_RATE: 900.0,
        memory_room.USABLE_RATIO: 0.01,
        guest.MEMORY_WAITING_RATIO: 0.4,
        guest.NEW_OOM_KILLS: 2.0,
        node.MEMORY_PRESSURE: "true",
        node.PRESSURE: "yes",
    }
    judged = judge(short, target=NODE)

    assert judged.diagnosis.answer is AnswerKind.CAUSE
    assert {"guest_out_of_memory", "node_memory_pressure"} & set(judged.named)


def test_without_rights_on_nodes_next_says_which() -> None:
    """The answer stays undecided, and names the right."""
    right = Absent(Reason.DENIED, "the right to list nodes (RBAC)")
    blind: Readings = dict.fromkeys((node.READY, node.WHY_NOT_READY, node.PRESSURE, node.LIFE_AGE,
                                     node.KUBELET, node.LEASE_AGE), right)  # fmt: skip
    answer = judge(blind | {pod.UNREADY: 90.0}, without=(Edge.BECOMES,)).diagnosis

    assert answer.answer is AnswerKind.UNDECIDED
    assert any(
        step.command == "downstack why pod/shop/web-1  # needs the right to list nodes (RBAC)"
        for step in answer.next_steps
    )


def test_scope_counts_pods_of_the_cluster() -> None:
    """Not VMs."""
    answer = judge({pod.UNREADY: 90.0, container.READINESS_ANSWER: "refused"}).diagnosis

    assert answer.questions[-1].answer == "1 of 1 pods of the cluster"


def test_answer_about_a_pod_is_printed() -> None:
    """In words of its own: no VM, no host."""
    killed: Readings = {
        container.LAST_END: "out_of_memory",
        container.WAITS_FOR: "back_off",
        pod.RECENT_RESTARTS: 1.0,
    }
    answer = judge(killed).diagnosis
    text = ticket.render(answer)

    assert text.startswith("shop/web-1 is restarting because of CONTAINER")
    assert "kubectl -n shop set resources deployment/NAME -c web" in text
    assert "default" not in text
    assert b'"shop/web-1"' in json.encode(answer, "0.1.0")


def test_risks_of_the_node_are_not_the_pod_s() -> None:
    """What its VM lacks is told of the VM."""
    answer = judge().diagnosis

    assert answer.risks == ()


def test_cluster_of_another_kind_of_trouble() -> None:
    """A pod that is well does not suffer from a scheduler that does not run."""
    late: Readings = {kube_cluster.SCHEDULER_OVERDUE: 300.0, kube_cluster.OVERDUE_LEADERS: 1.0}

    assert judge(late).diagnosis.answer is AnswerKind.HEALTHY
    assert judge(late, target=CLUSTER).named == ("scheduler_down",)


def test_support_has_the_edges_that_collectors_make() -> None:
    """The cluster of the tests hangs together as a real one."""
    snapshot: Snapshot = cluster()
    found: Entity = snapshot.follow(POD, (Edge.RUNS_POD.inverse,))[0]

    assert found == NODE
    assert snapshot.follow(CONTAINER, (Edge.CONTAINER_OF,)) == (POD,)


def test_node_of_metal_is_short_when_its_host_is() -> None:
    """No VM between them: the host's memory is the node's."""
    bears = Connection(Edge.BEARS, HOST, NODE)
    short: Readings = {
        host_memory.AVAILABLE_RATIO: 0.02,
        host_memory.DIRECT_SCAN_RATE: 5000.0,
        host_memory.WAITING_RATIO: 0.5,
        node.PRESSURE: "yes",
        node.MEMORY_PRESSURE: Absent(Reason.NOT_ASKED),
    }
    seen = cluster(short, without=(Edge.BECOMES,))
    metal = Snapshot(seen.entities, (*seen.connections, bears), seen.readings, seen.window)
    answer = diagnose(metal, load_catalogue(), NODE)

    assert "host_memory_pressure" in {cause.fault for cause in answer.causes}
