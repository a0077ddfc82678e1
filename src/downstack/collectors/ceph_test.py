"""Tests of ceph, on what a real cluster answered."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading, Row
from downstack.collectors.ceph import COLLECTOR, DUMP, GROUPS, PERF, STATUS, UNKNOWN
from downstack.derive import rows_of
from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot, Value
from downstack.signals import backend
from downstack.source import Answer, Answers, Raw, Request
from tests.support.grown import grown, parse

HERE = Path(__file__).parent / "ceph_test"
IMAGE = Entity(Kind.BACKEND, "rbd:lcvms/vm1", "lcvms/vm1")
ELSEWHERE = Entity(Kind.BACKEND, "rbd:other/vm2", "other/vm2")
FILE = Entity(Kind.BACKEND, "file:/srv/a", "/srv/a")
FOUND = Snapshot(
    [IMAGE, ELSEWHERE, FILE],
    [],
    {
        IMAGE: {backend.TYPE.name: "rbd"},
        ELSEWHERE: {backend.TYPE.name: "rbd"},
        FILE: {backend.TYPE.name: "file"},
    },
)
ALL = (STATUS, DUMP, PERF, GROUPS)
LATE = Absent(Reason.TIMED_OUT, "ceph to answer in time")


def text_of(machine: str, request: Request) -> Answer:
    """Return what the cluster answered, or that it did not."""
    file = HERE / machine / "ceph" / f"{request.what}.json"
    return Raw(file.read_text(), 1.0) if file.exists() else LATE


def rows_at(machine: str) -> list[Row]:
    """Return what the collector reads of a recorded cluster."""
    answers = Answers({request: text_of(machine, request) for request in ALL})
    return list(COLLECTOR.parse(answers, FOUND))


def seen(machine: str, kind: Kind, name: str = "") -> dict[str, Value]:
    """Return the readings of the one entity of this kind, or of that name."""
    readings = rows_of(row for row in rows_at(machine) if isinstance(row, Reading))
    (entity,) = (one for one in readings if one.kind is kind and name in {"", one.name})
    return dict(readings[entity])


def joined(machine: str, edge: Edge) -> set[tuple[str, str]]:
    """Return who is joined by an edge, by name."""
    links = [row for row in rows_at(machine) if isinstance(row, Connection)]
    return {(one.cause.name, one.victim.name) for one in links if one.edge is edge}


def test_asks_only_where_a_disk_is_an_rbd_image() -> None:
    """A host without one is not asked about Ceph."""
    assert tuple(COLLECTOR.asks(FOUND)) == ALL
    assert not tuple(COLLECTOR.asks(Snapshot([FILE], [], {FILE: {backend.TYPE.name: "file"}})))


def test_reads_a_healthy_cluster() -> None:
    """Three OSDs, one pool of three copies, all groups active."""
    cluster = seen("healthy", Kind.CEPH_CLUSTER)
    pool = seen("healthy", Kind.CEPH_POOL, "lcvms")

    assert cluster == {
        "ceph_cluster_answers": "yes",
        "ceph_cluster_manager": "active",
        "ceph_cluster_noout": "unset",
        "ceph_cluster_health": "HEALTH_OK",
        "ceph_cluster_monitors": 1,
        "ceph_cluster_quorum": 1,
        "ceph_cluster_recovery_rate_bytes": 0,
        "ceph_cluster_degraded_ratio": 0,
    }
    assert pool == {
        "ceph_pool_size": 3,
        "ceph_pool_min_size": 2,
        "ceph_pool_full": "no",
        "ceph_pool_groups": 8,
        "ceph_pool_inactive_groups": 0,
        "ceph_pool_undersized_groups": 0,
        "ceph_pool_inconsistent_groups": 0,
    }


def test_joins_the_image_with_its_pool_and_the_pool_with_its_osds() -> None:
    """The image of another pool is not joined: that pool is not in this cluster."""
    assert joined("healthy", Edge.HOLDS) == {("lcvms", "lcvms/vm1")}
    assert joined("healthy", Edge.REPLICATES) == {(f"osd.{n}", "lcvms") for n in range(3)}
    assert joined("healthy", Edge.SERVES) == {(f"osd.{n}", "Ceph 264bd977") for n in range(3)}


def test_a_slow_disk_shows_while_health_is_ok() -> None:
    """865 ms in the store of osd.0; the others answer within a millisecond."""
    slow = seen("slow_disk", Kind.CEPH_OSD, "osd.0")
    fast = seen("slow_disk", Kind.CEPH_OSD, "osd.2")

    assert seen("slow_disk", Kind.CEPH_CLUSTER)["ceph_cluster_health"] == "HEALTH_OK"
    assert slow["ceph_osd_commit_latency_seconds"] == pytest.approx(0.865)
    assert fast["ceph_osd_commit_latency_seconds"] == pytest.approx(0.001)


def test_one_osd_down_leaves_every_group_active() -> None:
    """Presence is not guilt: five groups are degraded, three undersized only, none inactive."""
    pool = seen("one_osd_down", Kind.CEPH_POOL, "lcvms")

    assert seen("one_osd_down", Kind.CEPH_OSD, "osd.2")["ceph_osd_state"] == "down"
    assert (pool["ceph_pool_undersized_groups"], pool["ceph_pool_inactive_groups"]) == (8, 0)
    assert seen("one_osd_down", Kind.CEPH_CLUSTER)["ceph_cluster_degraded_ratio"] == (
        pytest.approx(1 / 3)
    )


def test_below_min_size_no_group_takes_requests() -> None:
    """One of three copies is left, two are demanded."""
    assert seen("below_min_size", Kind.CEPH_POOL, "lcvms")["ceph_pool_inactive_groups"] == 8


@pytest.mark.parametrize(
    ("machine", "signal", "state"),
    [
        ("full", "ceph_pool_full", "full"),
        ("inconsistent", "ceph_pool_inconsistent_groups", 1),
    ],
)
def test_reads_the_state_of_a_pool(machine: str, signal: str, state: Value) -> None:
    """Its flags, and the states of its groups."""
    assert seen(machine, Kind.CEPH_POOL, "lcvms")[signal] == state


@pytest.mark.parametrize(
    ("machine", "signal", "state"),
    [
        ("manager_killed", "ceph_cluster_manager", "silent"),
        ("manager_missed", "ceph_cluster_manager", "none"),
        ("noout", "ceph_cluster_noout", "set"),
        ("two_of_three_monitors", "ceph_cluster_quorum", 2),
    ],
)
def test_reads_the_state_of_the_cluster(machine: str, signal: str, state: Value) -> None:
    """A manager that was killed a moment ago is missed by its answers, not by the monitors."""
    assert seen(machine, Kind.CEPH_CLUSTER)[signal] == state


def test_without_a_manager_the_monitors_still_tell_the_osds() -> None:
    """What the manager owes is late; the rest is there."""
    osd = seen("manager_killed", Kind.CEPH_OSD, "osd.0")

    assert osd == {
        "ceph_osd_state": "up",
        "ceph_osd_in": "in",
        "ceph_osd_commit_latency_seconds": LATE,
    }
    assert seen("manager_killed", Kind.CEPH_POOL, "lcvms")["ceph_pool_inactive_groups"] == LATE


def test_without_a_monitor_nothing_is_known_but_that() -> None:
    """The cluster is silent; no OSD and no pool is made up."""
    cluster = seen("monitor_dead", Kind.CEPH_CLUSTER)

    assert cluster.pop("ceph_cluster_answers") == "silent"
    assert set(cluster.values()) == {LATE}
    assert [row for row in rows_at("monitor_dead") if isinstance(row, Entity)] == [UNKNOWN]
    assert not [row for row in rows_at("monitor_dead") if isinstance(row, Connection)]


@pytest.mark.parametrize("request_", ALL, ids=lambda one: one.what)
def test_survives_any_text(request_: Request) -> None:
    """Replies grown from real ones are read or refused, never raised."""
    whole = {request: text_of("one_osd_down", request) for request in ALL}
    texts = {request: one.text for request, one in whole.items() if isinstance(one, Raw)}

    @given(text=grown(texts[request_]))
    def survives(text: str) -> None:
        for row in parse(COLLECTOR, {**texts, request_: text}, FOUND):
            assert isinstance(row, Reading | Connection | Entity)

    survives()
