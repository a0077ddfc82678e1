"""Tests of container_cgroups: on a real node with cgroup v1, and on the files of v2."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors import container_cgroups, pod_cgroups
from downstack.collectors.container_cgroups import COLLECTOR
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answers, Raw, Request, Way
from tests.support.grown import grown
from tests.support.recorded import look

HERE = Path(__file__).parent / "container_cgroups_test" / "cgroupfs_v1"
BOTH = (pod_cgroups.COLLECTOR, container_cgroups.COLLECTOR)
FOLDER = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice"
V2 = f"v2:/sys/fs/cgroup:{FOLDER}/cri-containerd-2.scope"
POD, CONTAINER = Entity(Kind.POD, "1", "shop/web"), Entity(Kind.CONTAINER, "1/web", "shop/web/web")
ON_V2 = Snapshot(
    [POD, CONTAINER],
    [],
    {
        POD: {"pod_cgroup": f"v2:/sys/fs/cgroup:{FOLDER}"},
        CONTAINER: {
            "container_cpu_cgroup": V2,
            "container_memory_cgroup": V2,
            "container_pids_cgroup": V2,
        },
    },
)
FILES = {
    "cpu.max": "20000 100000\n",
    "cpu.stat": "usage_usec 9\nnr_periods 72\nnr_throttled 70\nthrottled_usec 1576448\n",
    "memory.max": "67108864\n",
    "memory.current": "483328\n",
    "memory.events": "low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 0\n",
    "pids.current": "4\n",
    "pids.max": "max\n",
}
PRESSURE = "some avg10=1.00 avg60=1.00 avg300=1.00 total=2500000\nfull avg10=0.00 total=7\n"


def on_v2(files: dict[str, str]) -> dict[str, Value]:
    """Return the readings of a container and its pod with these files."""
    own = {f"/sys/fs/cgroup{FOLDER}/cri-containerd-2.scope/{n}": t for n, t in files.items()}
    pod = {f"/sys/fs/cgroup{FOLDER}/{n}.pressure": PRESSURE for n in ("cpu", "memory", "io")}
    answers = {Request(Way.FILE, path): Raw(text, 1.0) for path, text in (own | pod).items()}
    rows = COLLECTOR.parse(Answers(answers), ON_V2)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_throttled_container_on_a_real_node() -> None:
    """72 and then 93 periods, all of them throttled; 0.2 CPUs, 64 MiB."""
    seen = look(BOTH, HERE / "first", HERE / "second", seconds=2.05)
    (one,) = [c for c in seen.of_kind(Kind.CONTAINER) if c.key.endswith("/984f7b5a47c1")]
    values = seen.readings[one]

    assert values["container_cpu_quota_count"] == pytest.approx(0.2)
    assert values["container_periods_in_window_count"] == 21
    assert values["container_throttled_periods_ratio"] == 1.0
    assert values["container_cgroup_memory_limit_bytes"] == 67108864
    assert values["container_memory_used_bytes"] == 483328
    assert values["container_new_oom_kills_count"] == 0
    assert (values["container_pids_count"], values["container_pids_limit_count"]) == (
        1,
        Absent(Reason.NOT_APPLICABLE, "a limit"),
    )


def test_pressure_of_a_pod_needs_the_second_version() -> None:
    """The first has none."""
    seen = look(BOTH, HERE / "first")
    (pod,) = seen.of_kind(Kind.POD)

    assert seen.value(pod, "pod_io_stalled_seconds_total") == Absent(
        Reason.UNSUPPORTED, "cgroup v2 on the node"
    )


def test_files_of_the_second_version() -> None:
    """By hand, after cgroup-v2.rst: no node of that kind could be recorded."""
    seen = on_v2(FILES)

    assert seen["container_cpu_quota_count"] == pytest.approx(0.2)
    assert (seen["container_cpu_periods_total"], seen["container_throttled_periods_total"]) == (
        72,
        70,
    )
    assert seen["container_throttled_seconds_total"] == pytest.approx(1.576448)
    assert (seen["container_memory_limit_hits_total"], seen["container_oom_kills_total"]) == (12, 2)
    assert seen["pod_io_stalled_seconds_total"] == 2.5


def test_container_without_limit_is_not_throttled() -> None:
    """That is no zero: it cannot be."""
    seen = on_v2(FILES | {"cpu.max": "max 100000\n", "memory.max": "max\n"})

    assert seen["container_throttled_periods_total"] == Absent(Reason.NOT_APPLICABLE, "a quota")
    assert seen["container_cgroup_memory_limit_bytes"] == Absent(Reason.NOT_APPLICABLE, "a limit")


def test_container_elsewhere_would_have_to_be_looked_at_there() -> None:
    """Its node is named as what is needed."""
    rows = COLLECTOR.parse(Answers({}), Snapshot([CONTAINER]))
    values = {row.value for row in rows if isinstance(row, Reading)}

    assert values == {Absent(Reason.NOT_ASKED, "downstack on the pod's node (as root)")}
    assert list(COLLECTOR.asks(Snapshot([CONTAINER]))) == []


@given(grown(FILES["memory.events"]), grown(FILES["cpu.stat"]), grown(FILES["cpu.max"]))
def test_grown_files_never_break_it(events: str, stat: str, most: str) -> None:
    """Numbers or absence."""
    seen = on_v2(FILES | {"memory.events": events, "cpu.stat": stat, "cpu.max": most})

    assert all(isinstance(value, float | Absent) for value in seen.values())
