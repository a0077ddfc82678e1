"""Tests of ceph, on what a real cluster answered."""

import pytest

from downstack.collectors.ceph import COLLECTOR, DUMP, PERF, STATUS, UNKNOWN
from downstack.model import Entity, Kind, Value
from downstack.source import Request
from tests.support.ceph_replies import LATE, OURS, images, rows_at, seen, survives


def test_asks_only_where_a_disk_is_an_rbd_image() -> None:
    """A host without one is not asked about Ceph."""
    assert tuple(COLLECTOR.asks(OURS)) == (STATUS, DUMP, PERF)
    assert not tuple(COLLECTOR.asks(images()))


def test_reads_a_healthy_cluster() -> None:
    """One monitor, one manager, nothing that recovers, no flag."""
    assert seen(COLLECTOR, "healthy", Kind.CEPH_CLUSTER) == {
        "ceph_cluster_answers": "yes",
        "ceph_cluster_manager": "active",
        "ceph_cluster_noout": "unset",
        "ceph_cluster_paused": "no",
        "ceph_cluster_recovery_off": "no",
        "ceph_cluster_scrub_off": "no",
        "ceph_cluster_health": "HEALTH_OK",
        "ceph_cluster_monitors": 1,
        "ceph_cluster_quorum": 1,
        "ceph_cluster_recovery_rate_bytes": 0,
        "ceph_cluster_degraded_ratio": 0,
    }


@pytest.mark.parametrize(
    ("machine", "signal", "state"),
    [
        ("slow_disk", "ceph_cluster_health", "HEALTH_OK"),
        ("hung", "ceph_cluster_health", "HEALTH_OK"),
        ("manager_killed", "ceph_cluster_manager", "silent"),
        ("manager_missed", "ceph_cluster_manager", "none"),
        ("noout", "ceph_cluster_noout", "set"),
        ("two_of_three_monitors", "ceph_cluster_quorum", 2),
        ("one_osd_down", "ceph_cluster_degraded_ratio", pytest.approx(1 / 3)),
    ],
)
def test_reads_the_state_of_the_cluster(machine: str, signal: str, state: Value) -> None:
    """A manager that was killed a moment ago is missed by its answers, not by the monitors."""
    assert seen(COLLECTOR, machine, Kind.CEPH_CLUSTER)[signal] == state


def test_without_a_monitor_nothing_is_known_but_that() -> None:
    """The cluster is silent; its identity is not made up."""
    cluster = seen(COLLECTOR, "monitor_dead", Kind.CEPH_CLUSTER)

    assert cluster.pop("ceph_cluster_answers") == "silent"
    assert set(cluster.values()) == {LATE}
    rows = rows_at(COLLECTOR, "monitor_dead")
    assert [row for row in rows if isinstance(row, Entity)] == [UNKNOWN]


@pytest.mark.parametrize("request_", [STATUS, DUMP, PERF], ids=lambda one: one.what)
def test_survives_any_text(request_: Request) -> None:
    """Whatever the text."""
    survives(COLLECTOR, "one_osd_down", request_)
