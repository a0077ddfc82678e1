"""A real cluster in one state after the other: the recorded answers name what was broken."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from downstack.cli.check import targets
from downstack.collectors import container_cgroups, pod_cgroups
from downstack.collectors.kube_cluster import PODS
from downstack.fault import Maturity
from downstack.inference.diagnose import diagnose
from downstack.model import Absent, Kind, Reason, Snapshot
from downstack.model.verdict import AnswerKind, Diagnosis
from downstack.observe import Timing, observe
from downstack.registry import load_catalogue, load_collectors, load_signals
from downstack.source import Answer, Raw, Request
from lab.kubernetes import catalogue as kubernetes
from tests.support.recorded import Recorded
from tests.support.tapes import HERE, tape

CGROUPS = Path(container_cgroups.__file__).parent / "container_cgroups_test/cgroupfs_v1"
INDEX = Path(__file__).with_name("bundles") / "index.json"
OF_A_CLUSTER = tuple(one for one in load_collectors() if one.id.startswith("kube_"))


class Tape:
    """A source that answers as the API server did; nothing else was asked."""

    def __init__(self, state: str) -> None:
        self._answers = tape(state)

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:  # noqa: ARG002 - the protocol
        """Answer from the recording."""
        nothing = Absent(Reason.NOT_ASKED, "a recording that has it")
        return {request: self._answers.get(request, nothing) for request in requests}


def seen(state: str) -> Snapshot:
    """Return what the collectors see of a recorded state."""
    look = observe(Tape(state), OF_A_CLUSTER, load_signals(), Timing(0, 1, lambda _: None))
    assert look.failures == ()
    return look.snapshot


def why(state: str, kind: Kind) -> Diagnosis:
    """Return the answer for the first that is not well of a kind, else for the first."""
    snapshot = seen(state)
    sick = [one for one in targets(snapshot, load_catalogue()) if one.kind is kind]
    return diagnose(snapshot, load_catalogue(), (sick or snapshot.of_kind(kind))[0])


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("container_config_missing", Kind.POD),
        ("controller_manager_down", Kind.WORKLOAD),
        ("controller_manager_down", Kind.KUBE_CLUSTER),
        ("node_disk_pressure", Kind.NODE),
        ("node_disk_pressure", Kind.POD),
        ("container_crash_loop", Kind.POD),
        ("container_oom_killed", Kind.POD),
        ("image_pull_failing", Kind.POD),
        ("kubelet_container_runtime_down", Kind.NODE),
        ("kubelet_container_runtime_down", Kind.POD),
        ("liveness_probe_too_strict", Kind.POD),
        ("node_cordoned", Kind.POD),
        ("pod_unschedulable_cpu", Kind.POD),
        ("pod_unschedulable_memory", Kind.POD),
        ("pod_unschedulable_selector", Kind.POD),
        ("pod_unschedulable_taint", Kind.POD),
        ("node_memory_pressure", Kind.NODE),
        ("node_memory_pressure", Kind.POD),
        ("node_pid_pressure", Kind.NODE),
        ("pod_evicted", Kind.POD),
        ("pod_sandbox_failing", Kind.POD),
        ("volume_mount_failing", Kind.POD),
        ("quota_exceeded", Kind.WORKLOAD),
        ("readiness_probe_failing", Kind.POD),
        ("probe_port_closed", Kind.POD),
        ("scheduler_down", Kind.POD),
        ("volume_claim_unbound", Kind.POD),
        ("hotplug_volume_missing", Kind.VMI),
        ("vmi_launcher_overhead_too_small", Kind.VMI),
        ("vmi_paused_io_error", Kind.VMI),
    ],
)
def test_cause_is_named(state: str, kind: Kind) -> None:
    """Alone, and sure."""
    answer = why(state, kind)

    assert [cause.fault for cause in answer.causes] == [state]
    assert answer.causes[0].probability >= 0.8


@pytest.mark.parametrize("state", ["vmi_agent_not_connected", "vmi_not_migratable"])
def test_risk_of_a_vm_is_listed(state: str) -> None:
    """Nobody suffers."""
    answer = why(state, Kind.VMI)

    assert (answer.answer, answer.causes) == (AnswerKind.HEALTHY, ())
    assert [risk.fault for risk in answer.risks] == [state]


def test_vm_that_is_well_is_silent() -> None:
    """Its launcher runs, its agent answers, it can be moved."""
    answer = why("vmi_healthy", Kind.VMI)

    assert (answer.answer, answer.causes, answer.risks) == (AnswerKind.HEALTHY, (), ())


class OnTheNode(Recorded):
    """The same beside the files of the node, on which one container is throttled."""

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer from the node's files, else as the API server did."""
        found = dict(super().read(requests, deadline))
        pods = Raw((CGROUPS / "first/pods.json").read_text(), 100.0)
        answers = tape("container_cpu_limit") | {PODS: pods}
        return found | {one: answers[one] for one in requests if one in answers}


def test_cpu_limit_is_named_on_the_node() -> None:
    """The API server knows the limit; only the node's cgroups tell that it is reached."""
    source = OnTheNode(CGROUPS / "first", CGROUPS / "second", 2.05)
    on_node = (*OF_A_CLUSTER, pod_cgroups.COLLECTOR, container_cgroups.COLLECTOR)
    timing = Timing(2.05, 1.0, lambda _: None)
    snapshot = observe(source, on_node, load_signals(), timing).snapshot
    (pod,) = snapshot.of_kind(Kind.POD)
    answer = diagnose(snapshot, load_catalogue(), pod)

    assert [cause.fault for cause in answer.causes] == ["container_cpu_limit"]
    assert answer.causes[0].probability >= 0.8
    assert why("container_cpu_limit", Kind.POD).causes == ()


def test_every_fault_that_counts_as_injected_has_a_recorded_cluster() -> None:
    """A fault without one is tested by hand-made numbers alone."""
    called = {one.id for one in load_catalogue().faults if one.maturity is Maturity.INJECTED}
    bundles = json.loads(INDEX.read_text()).values()
    recorded = {fault for row in bundles for fault in row["run"]["names"]}

    assert called & set(kubernetes.faults()) <= recorded | {one.name for one in HERE.iterdir()}


def test_leaders_that_fall_silent_together_point_to_etcd() -> None:
    """Its disk was made slow; without the right to its metrics that is suspected, not known."""
    answer = why("etcd_slow_disk", Kind.KUBE_CLUSTER)

    assert answer.answer is AnswerKind.UNDECIDED
    assert answer.suspects[0].fault == "etcd_slow"
    assert answer.suspects[0].probability > 0.5


def test_stopped_kubelet_or_cut_off_node_is_undecided_from_afar() -> None:
    """What the API server knows fits both; both are suspected, and the node itself would tell."""
    answer = why("kubelet_down", Kind.NODE)

    assert answer.answer is AnswerKind.UNDECIDED
    assert {one.fault for one in answer.suspects[:2]} == {"kubelet_down", "node_unreachable"}
    assert any("on the node itself" in step.command for step in answer.next_steps)


@pytest.mark.parametrize("kind", [Kind.POD, Kind.NODE, Kind.WORKLOAD, Kind.KUBE_CLUSTER])
def test_healthy_cluster_is_silent(kind: Kind) -> None:
    """No symptom, no cause, no risk."""
    answer = why("healthy", kind)

    assert answer.answer is AnswerKind.HEALTHY
    assert (answer.causes, answer.risks, answer.symptoms) == ((), (), ())


def test_without_rights_the_answer_says_which() -> None:
    """Nothing is cleared, nobody is blamed."""
    answer = why("viewer", Kind.KUBE_CLUSTER)

    assert answer.answer is AnswerKind.UNDECIDED
    assert answer.causes == ()
    needs = {gap.would_need for gap in answer.absent}
    assert "the right to list leases.coordination.k8s.io (RBAC)" in needs


def test_patrol_looks_at_what_is_not_well() -> None:
    """Of two pods, the one that no scheduler has seen."""
    snapshot = seen("scheduler_down")
    pods = [one.name for one in targets(snapshot, load_catalogue()) if one.kind is Kind.POD]

    assert len(snapshot.of_kind(Kind.POD)) == 2
    assert pods == ["default/shop-c99f44b49-2656p"]
