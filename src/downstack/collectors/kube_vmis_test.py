"""Tests of kube_vmis, on objects as KubeVirt 1.x writes them (in the lab no KubeVirt runs)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collectors.kube_cluster import PODS, VERSION
from downstack.collectors.kube_vmis import COLLECTOR, VMIS
from downstack.model import Absent, Kind, Reason, Value
from downstack.source import Answers, Raw
from tests.support.grown import grown, parse
from tests.support.tapes import NOTHING, read

CONDITIONS = [
    {"type": "Ready", "status": "True"},
    {
        "type": "LiveMigratable",
        "status": "False",
        "reason": "DisksNotLiveMigratable",
        "message": "cannot migrate VMI: PVC root is not shared",
    },
    {"type": "AgentConnected", "status": "True"},
]
VMI = {
    "metadata": {"name": "vm1", "namespace": "vms", "uid": "a1"},
    "spec": {"domain": {"firmware": {"uuid": "5D307CA9-B3EF-428C-8861-06E72D69F223"},
                        "memory": {"guest": "1Gi"}}},
    "status": {
        "phase": "Running",
        "nodeName": "worker1",
        "conditions": CONDITIONS,
        "volumeStatus": [{"name": "root"}, {"name": "hp", "hotplugVolume": {}, "phase": "Bound"}],
    },
}  # fmt: skip
LAUNCHER = {
    "metadata": {
        "name": "virt-launcher-vm1-x7k2p",
        "namespace": "vms",
        "uid": "p9",
        "labels": {"kubevirt.io": "virt-launcher", "kubevirt.io/created-by": "a1"},
    },
    "spec": {"containers": [{"name": "compute", "resources": {"limits": {"memory": "1280Mi"}}}]},
    "status": {"containerStatuses": [{"name": "compute", "state": {"terminated": {
        "exitCode": 137, "reason": "OOMKilled", "finishedAt": "2026-11-24T16:23:32Z"}}}]},
}  # fmt: skip
DATE = "2026-11-24T16:24:32+00:00"


def seen(vmi: object, pods: tuple[object, ...] = ()) -> dict[str, Value]:
    """Return the readings of one VMI beside these pods."""
    answers = {
        VERSION: Raw("{}", 1.0),
        VMIS: Raw(json.dumps({"items": [vmi]}), 1.0),
        PODS: Raw(json.dumps({"items": list(pods), "date": DATE}), 1.0),
    }
    return read(list(COLLECTOR.parse(Answers(answers), NOTHING)), Kind.VMI)


def test_vmi_that_runs() -> None:
    """With an agent, a disk that keeps it on its node, and a volume that has not arrived."""
    one = seen(VMI)

    assert (one["vmi_phase"], one["vmi_paused"]) == ("Running", "no")
    assert (one["vmi_agent_connected"], one["vmi_live_migratable"]) == ("yes", "disks")
    assert one["vmi_why_not_migratable"] == "cannot migrate VMI: PVC root is not shared"
    assert one["vmi_domain_uuid"] == "5d307ca9-b3ef-428c-8861-06e72d69f223"
    assert one["vmi_late_volumes_count"] == 1
    assert one["vmi_launcher_end"] == Absent(Reason.MISSING, "the VM's virt-launcher pod")


def test_launcher_that_was_killed() -> None:
    """1280 MiB for a guest of 1 GiB leave 256 MiB."""
    one = seen(VMI, (LAUNCHER,))

    assert (one["vmi_launcher"], one["vmi_launcher_end"]) == ("p9", "out_of_memory")
    assert one["vmi_launcher_room_bytes"] == 256 * 1024 * 1024


@pytest.mark.parametrize(
    ("reason", "state"),
    [("PausedByUser", "user"), ("PausedIOError", "io_error"), ("NewReason", "other")],
)
def test_paused(reason: str, state: str) -> None:
    """By whom."""
    told = {"type": "Paused", "status": "True", "reason": reason}
    status = {**VMI["status"], "conditions": [told]}  # type: ignore[dict-item] # an object

    assert seen({**VMI, "status": status})["vmi_paused"] == state


def test_no_agent_shows_only_in_a_vm_that_runs() -> None:
    """One that starts cannot have one."""
    quiet = {**VMI, "status": {"phase": "Running"}}
    young = {**VMI, "status": {"phase": "Scheduling"}}

    assert seen(quiet)["vmi_agent_connected"] == "no"
    assert isinstance(seen(young)["vmi_agent_connected"], Absent)


@given(st.data())
def test_grown_answers_never_break_it(data: st.DataObject) -> None:
    """Half an answer is no answer."""
    texts = {
        VERSION: "{}",
        VMIS: json.dumps({"items": [VMI]}),
        PODS: json.dumps({"items": [LAUNCHER], "date": DATE}),
    }
    chosen = data.draw(st.sampled_from([VMIS, PODS]))
    made = parse(COLLECTOR, texts | {chosen: data.draw(grown(texts[chosen]))})

    assert isinstance(made, list)
