"""Tests of ceph_osds, on what real clusters answered."""

import pytest

from downstack.collectors.ceph import DUMP, PERF
from downstack.collectors.ceph_osds import COLLECTOR, CRASHES, SPACE
from downstack.model import Edge, Kind
from downstack.source import Request
from tests.support.ceph_replies import LATE, joined, rows_at, seen, survives


def test_reads_an_osd() -> None:
    """Up, in, 14.5 % full, never crashed."""
    osd = seen(COLLECTOR, "busy", Kind.CEPH_OSD, "osd.0")

    assert osd["ceph_osd_state"] == "up"
    assert osd["ceph_osd_in"] == "in"
    assert osd["ceph_osd_crashed"] == "no"
    assert osd["ceph_osd_used_ratio"] == pytest.approx(0.1444, abs=0.002)


def test_all_of_them_serve_the_cluster() -> None:
    """By number."""
    served = {osd for osd, _ in joined(COLLECTOR, "busy", Edge.SERVES)}

    assert served == {"osd.0", "osd.1", "osd.2"}


def test_a_slow_disk_shows_while_health_is_ok() -> None:
    """865 ms in the store of osd.0; the others answer within a millisecond."""
    slow = seen(COLLECTOR, "slow_disk", Kind.CEPH_OSD, "osd.0")
    fast = seen(COLLECTOR, "slow_disk", Kind.CEPH_OSD, "osd.2")

    assert slow["ceph_osd_commit_latency_seconds"] == pytest.approx(0.865)
    assert fast["ceph_osd_commit_latency_seconds"] == pytest.approx(0.001)


def test_a_crash_is_the_osds_own() -> None:
    """osd.2 was killed by SIGABRT; osd.1 only came and went."""
    assert seen(COLLECTOR, "crashed", Kind.CEPH_OSD, "osd.2")["ceph_osd_crashed"] == "yes"
    assert seen(COLLECTOR, "crashed", Kind.CEPH_OSD, "osd.2")["ceph_osd_state"] == "down"
    assert seen(COLLECTOR, "crashed", Kind.CEPH_OSD, "osd.1")["ceph_osd_crashed"] == "no"


def test_without_a_manager_the_monitors_still_tell_the_osds() -> None:
    """What the manager owes is late; the rest is there."""
    assert seen(COLLECTOR, "manager_killed", Kind.CEPH_OSD, "osd.0") == {
        "ceph_osd_state": "up",
        "ceph_osd_in": "in",
        "ceph_osd_fullness": "no",
        "ceph_osd_commit_latency_seconds": LATE,
        "ceph_osd_used_ratio": LATE,
        "ceph_osd_crashed": LATE,
    }


def test_without_a_monitor_no_osd_is_made_up() -> None:
    """Nobody tells which there are."""
    assert rows_at(COLLECTOR, "monitor_dead") == []


@pytest.mark.parametrize("request_", [DUMP, PERF, SPACE, CRASHES], ids=lambda one: one.what)
def test_survives_any_text(request_: Request) -> None:
    """Whatever the text."""
    survives(COLLECTOR, "crashed", request_)
