"""Tests of ceph_osds, on what real clusters answered."""

import json

import pytest

from downstack.collector import Reading
from downstack.collectors.ceph import DUMP, PERF
from downstack.collectors.ceph_osds import COLLECTOR, CRASHES, SPACE
from downstack.model import Absent, Edge, Kind, Reason
from downstack.signals import ceph_osd
from downstack.source import Request
from tests.support.ceph_replies import LATE, OURS, joined, rows_at, seen, survives
from tests.support.grown import parse


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


def test_an_osd_that_came_back_three_times_is_laggy() -> None:
    """The map of a real cluster after three SIGSTOPs of osd.1, cut to what matters."""
    history = [
        {"osd": 0, "laggy_probability": 0, "laggy_interval": 0},
        {"osd": 1, "laggy_probability": 0.6570000052452087, "laggy_interval": 0},
    ]
    osds = [{"osd": n, "up": 1, "in": 1, "state": ["exists", "up"]} for n in range(2)]
    texts = {DUMP: json.dumps({"fsid": "f", "osds": osds, "osd_xinfo": history})}
    rows = [row for row in parse(COLLECTOR, texts, OURS) if isinstance(row, Reading)]
    laggy = {row.entity.name: row.value for row in rows if row.signal is ceph_osd.LAGGY}

    assert laggy == {"osd.0": 0, "osd.1": pytest.approx(0.657)}


@pytest.mark.parametrize(
    ("machine", "fullness"), [("healthy", "no"), ("full", "full"), ("one_osd_down", "no")]
)
def test_reads_which_ratio_an_osd_has_passed(machine: str, fullness: str) -> None:
    """The map of the OSDs has it as a state."""
    assert seen(COLLECTOR, machine, Kind.CEPH_OSD, "osd.0")["ceph_osd_fullness"] == fullness


def test_the_middle_store_is_fast_where_one_disk_is_slow() -> None:
    """865 ms, and one each for the two others."""
    cluster = seen(COLLECTOR, "slow_disk", Kind.CEPH_CLUSTER)

    assert cluster["ceph_cluster_median_commit_latency_seconds"] == pytest.approx(0.001)


def test_without_a_manager_the_monitors_still_tell_the_osds() -> None:
    """What the manager owes is late; the rest is there."""
    assert seen(COLLECTOR, "manager_killed", Kind.CEPH_OSD, "osd.0") == {
        "ceph_osd_state": "up",
        "ceph_osd_in": "in",
        "ceph_osd_commit_latency_seconds": LATE,
        "ceph_osd_used_ratio": LATE,
        "ceph_osd_fullness": "no",
        "ceph_osd_laggy_ratio": Absent(
            Reason.UNSUPPORTED, "a monitor that remembers how often it failed"
        ),
        "ceph_osd_crashed": LATE,
    }


def test_without_a_monitor_no_osd_is_made_up() -> None:
    """Nobody tells which there are."""
    assert rows_at(COLLECTOR, "monitor_dead") == []


@pytest.mark.parametrize("request_", [DUMP, PERF, SPACE, CRASHES], ids=lambda one: one.what)
def test_survives_any_text(request_: Request) -> None:
    """Whatever the text."""
    survives(COLLECTOR, "crashed", request_)
