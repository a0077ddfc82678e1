"""Tests of pod_cgroups: on a real node, and on the paths that other drivers make."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collector import Reading, Row
from downstack.collectors.kube_cluster import PODS
from downstack.collectors.pod_cgroups import COLLECTOR, spot_of
from downstack.derive import rows_of
from downstack.model import Connection, Edge, Kind, Value
from downstack.source import Answers, Raw, Request, Way
from tests.support.grown import grown
from tests.support.tapes import NOTHING

HERE = Path(__file__).parent / "container_cgroups_test" / "cgroupfs_v1"
UID = "514d3e1b-dc1e-4c4e-baa2-481cdf3427ff"
ID = "984f7b5a47c140b47a514a2229282692befb6a3e9a2fe2c7a5aaf571c44ef2e4"
SANDBOX = "581c688f7e220de851155e3d082482cf00b4bcf3321269a4e82f6a1d55b022b9"
UNDER = f"/kubepods/burstable/pod{UID}/{ID}"


def found(*, with_pods: bool) -> list[Row]:
    """Return what is made of the real node, with the API server's pods or without."""
    first = HERE / "first"
    answers = {
        Request(Way.FILE, f"/{path.relative_to(first)}"): Raw(path.read_text(), 1.0)
        for path in first.rglob("*")
        if path.is_file()
    }
    if with_pods:
        answers[PODS] = Raw((HERE / "first/pods.json").read_text(), 1.0)
    return list(COLLECTOR.parse(Answers(answers), NOTHING))


def readings(rows: list[Row], kind: Kind) -> dict[str, dict[str, Value]]:
    """Return the readings of a kind by key."""
    known = rows_of(row for row in rows if isinstance(row, Reading))
    return {one.key: dict(values) for one, values in known.items() if one.kind is kind}


def test_container_of_a_pod_is_found_by_the_cgroup_of_its_process() -> None:
    """By the id that the runtime gave it; the sandbox is none of its containers."""
    rows = found(with_pods=True)

    assert readings(rows, Kind.CONTAINER) == {
        f"{UID}/main": {
            "container_cpu_cgroup": f"v1:/sys/fs/cgroup/cpu:{UNDER}",
            "container_memory_cgroup": f"v1:/sys/fs/cgroup/memory:{UNDER}",
            "container_pids_cgroup": f"v1:/sys/fs/cgroup/pids:{UNDER}",
        }
    }
    folder = f"v1:/sys/fs/cgroup/cpu:/kubepods/burstable/pod{UID}"
    assert readings(rows, Kind.POD) == {UID: {"pod_cgroup": folder}}


def test_without_the_api_server_the_ids_are_names() -> None:
    """What throttles on this node is seen all the same."""
    rows = found(with_pods=False)
    links = [row for row in rows if isinstance(row, Connection)]

    assert set(readings(rows, Kind.CONTAINER)) == {f"{UID}/{ID[:12]}", f"{UID}/{SANDBOX[:12]}"}
    assert {(one.edge, one.victim.name) for one in links} == {(Edge.CONTAINER_OF, f"pod {UID[:8]}")}


SLICE = f"kubepods-burstable-pod{UID.replace('-', '_')}.slice"


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        (UNDER, 4),
        (f"/kubepods/pod{UID}/{ID}", 3),
        (f"/kubepods.slice/kubepods-burstable.slice/{SLICE}/cri-containerd-{ID}.scope", 4),
        (f"/kubepods.slice/kubepods-burstable.slice/{SLICE}/crio-{ID}.scope/init.scope", 4),
        (f"/kubepods.slice/kubepods-pod{UID.replace('-', '_')}.slice/docker-{ID}.scope", 3),
        (f"/system.slice/kubelet/kubepods/besteffort/pod{UID}/{ID}/inner/more", 6),
    ],
)
def test_paths_of_other_drivers(path: str, steps: int) -> None:
    """Cgroupfs and systemd, all classes, deeper cgroups inside the container."""
    spot = spot_of(path)

    assert spot is not None
    assert (spot.pod, spot.id, len(spot.steps)) == (UID, ID, steps)


@pytest.mark.parametrize(
    "path",
    ["/", f"/kubepods/burstable/pod{UID}", f"/machine/pod{UID}/{ID}", "/kubepods/besteffort"],
)
def test_other_paths_are_no_containers(path: str) -> None:
    """A pod's own cgroup, and pods of others."""
    assert spot_of(path) is None


@given(grown(f"4:memory:{UNDER}\n1:cpu:{UNDER}\n"), st.booleans())
def test_grown_paths_never_break_it(text: str, known: bool) -> None:  # noqa: FBT001 - drawn
    """A place, or nothing."""
    answers = {
        Request(Way.FILE, "/proc/7/cgroup"): Raw(text, 1.0),
        Request(Way.FILE, "/proc/self/mountinfo"): Raw(
            (HERE / "first/proc/self/mountinfo").read_text(), 1.0
        ),
    }
    if known:
        answers[PODS] = Raw((HERE / "first/pods.json").read_text(), 1.0)

    assert isinstance(list(COLLECTOR.parse(Answers(answers), NOTHING)), list)
