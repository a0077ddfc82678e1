"""Tests of ceph_pools, on what real clusters answered."""

import json

import pytest

from downstack.collector import Reading
from downstack.collectors.ceph import DUMP, GROUPS
from downstack.collectors.ceph_pools import (
    COLLECTOR,
    lost_osds,
    serving_groups,
    waiting_groups,
)
from downstack.model import Absent, Edge, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answers, Raw, Request
from tests.support.ceph_replies import LATE, images, joined, seen, survives
from tests.support.grown import parse

NO_MANAGER = Absent(Reason.MISSING, "a manager of the cluster that answers")
"""The monitors answer, the manager that owes the groups does not."""


def test_reads_a_healthy_pool() -> None:
    """Three copies, two needed, eight groups that take requests."""
    assert seen(COLLECTOR, "healthy", Kind.CEPH_POOL, "lcvms") == {
        "ceph_pool_size": 3,
        "ceph_pool_min_size": 2,
        "ceph_pool_full": "no",
        "ceph_pool_application": "enabled",
        "ceph_pool_groups": 8,
        "ceph_pool_inactive_groups": 0,
        "ceph_pool_short_groups": 0,
        "ceph_pool_undersized_groups": 0,
        "ceph_pool_inconsistent_groups": 0,
        "ceph_pool_peering_groups": 0,
        "ceph_pool_lost_groups": 0,
        "ceph_pool_moving_groups": 0,
        "ceph_pool_toofull_groups": 0,
        "ceph_pool_unfound_groups": 0,
    }


def test_joins_the_image_with_its_pool_and_the_pool_with_its_osds() -> None:
    """The image of another pool is not joined: that pool is not in this cluster."""
    assert joined(COLLECTOR, "healthy", Edge.HOLDS) == {("lcvms", "lcvms/vm1")}
    osds = {(f"osd.{number}", "lcvms") for number in range(3)}
    assert joined(COLLECTOR, "healthy", Edge.REPLICATES) == osds


@pytest.mark.parametrize(
    ("machine", "signal", "state"),
    [
        ("one_osd_down", "ceph_pool_undersized_groups", 8),
        ("one_osd_down", "ceph_pool_inactive_groups", 0),
        ("below_min_size", "ceph_pool_inactive_groups", 8),
        ("below_min_size", "ceph_pool_short_groups", 8),
        ("full", "ceph_pool_full", "full"),
        ("inconsistent", "ceph_pool_inconsistent_groups", 1),
        ("manager_killed", "ceph_pool_inactive_groups", NO_MANAGER),
    ],
)
def test_reads_the_state_of_a_pool(machine: str, signal: str, state: Value) -> None:
    """One OSD down leaves every group active: presence is not guilt."""
    assert seen(COLLECTOR, machine, Kind.CEPH_POOL, "lcvms")[signal] == state


def test_the_newest_map_of_the_osds_decides() -> None:
    """The manager still calls the group active, but two of its three OSDs are down."""
    dump = {
        "pools": [{"pool": 1, "min_size": 2}],
        "osds": [{"osd": n, "up": int(n == 0)} for n in range(3)],
    }
    group = {"pgid": "1.0", "state": "active+clean", "acting": [0, 1, 2]}

    assert serving_groups(dump, {"pg_stats": [group]}) == set()
    assert serving_groups(
        {**dump, "osds": [{"osd": n, "up": 1} for n in range(3)]}, {"pg_stats": [group]}
    ) == {"1.0"}


@pytest.mark.parametrize("pause", ["wait", "laggy"])
def test_a_group_that_waits_for_leases_serves_nobody(pause: str) -> None:
    """Seen in a recovery: OSDs that are well were silent, and one was called hung."""
    dump = {
        "pools": [{"pool": 1, "min_size": 2}],
        "osds": [{"osd": n, "up": 1} for n in range(3)],
    }
    state = f"active+recovery_wait+undersized+degraded+remapped+{pause}"
    group = {"pgid": "1.7", "state": state, "acting": [1, 2]}
    moving = {"pgid": "1.3", "state": "active+backfill_wait", "acting": [1, 2]}

    assert serving_groups(dump, {"pg_stats": [group, moving]}) == {"1.3"}


def test_a_state_that_counts_on_a_dead_osd_proves_nothing() -> None:
    """The manager's states are seconds older than the map of the OSDs."""
    dump = {
        "pools": [{"pool": 1, "min_size": 2}],
        "osds": [{"osd": n, "up": int(n < 2)} for n in range(3)],
    }
    before = {"pgid": "1.0", "state": "active+clean", "acting": [0, 1, 2]}
    after = {"pgid": "1.1", "state": "active+undersized+degraded", "acting": [1, 0]}

    assert serving_groups(dump, {"pg_stats": [before, after]}) == {"1.1"}


LOST = {
    "modified": "2026-11-27T16:04:04.724094+0000",
    "pools": [{"pool": 1, "min_size": 2}],
    "osds": [{"osd": n, "up": int(n < 3)} for n in range(4)],
    "osd_xinfo": [
        {"osd": 0, "down_stamp": "2026-11-27T16:04:00.000000+0000"},  # it came back
        {"osd": 1, "down_stamp": "0.000000"},
        {"osd": 3, "down_stamp": "2026-11-27T16:04:02.327847+0000"},
    ],
}
"""A map two seconds after osd.3 fell."""
WAITING = {
    "pg_stats": [
        {"pgid": "1.1", "state": "active+clean+wait", "acting": [0, 1]},
        {"pgid": "1.2", "state": "active+clean", "acting": [3, 1, 2]},
        {"pgid": "1.3", "state": "active+clean+laggy", "acting": [0, 1]},
        {"pgid": "1.4", "state": "active+clean", "acting": [0, 1]},
        {"pgid": "1.5", "state": "down+peering", "acting": [0, 1]},
        {"pgid": "1.6", "state": "active+wait", "acting": [0]},
        {"pgid": "1.7", "state": "peering", "acting": [0, 1]},
    ]
}


def test_only_an_osd_that_fell_within_half_a_minute_is_waited_for() -> None:
    """By the map's own clock."""
    assert lost_osds(LOST) == {3}
    assert lost_osds({**LOST, "modified": "2026-11-27T16:04:32.327848+0000"}) == set()
    assert lost_osds({**LOST, "modified": "soon"}) == set()


def test_a_group_waits_by_two_witnesses() -> None:
    """Its state says so, is from before the OSD fell, or it peers; and it does not answer."""
    silent = [group["pgid"] for group in WAITING["pg_stats"]]
    nobody = {"osds": {"0": {"seconds": None, "groups": silent}}}
    some = {"osds": {"0": {"seconds": 0.001, "groups": silent, "silent": ["1.2", "1.4"]}}}

    assert waiting_groups(LOST, WAITING, [nobody]) == {"1.1", "1.2", "1.7"}
    assert waiting_groups(LOST, WAITING, [some]) == {"1.2"}


def test_without_an_osd_that_was_lost_nobody_waits() -> None:
    """Whatever the states say, and though nobody could be asked."""
    assert waiting_groups({**LOST, "osd_xinfo": []}, WAITING, [LATE]) == set()


def test_without_a_probe_nobody_knows_who_waits() -> None:
    """The state alone may be old."""
    assert waiting_groups(LOST, WAITING, [LATE]) is LATE
    assert waiting_groups(LOST, LATE, [{}]) is LATE


def test_groups_that_wait_for_a_lease_take_no_requests() -> None:
    """Fourteen seconds after a real osd.3 was killed: 13 groups say so, three did not answer."""
    pool = seen(COLLECTOR, "lost_just_now", Kind.CEPH_POOL, "vms", images("vms/db1"))

    assert pool["ceph_pool_inactive_groups"] == 3
    assert pool["ceph_pool_short_groups"] == 0


def test_while_all_reads_are_paused_no_group_serves() -> None:
    """So that a probe without an answer says nothing about its OSD."""
    dump = {
        "flags": "pauserd,pausewr,sortbitwise",
        "pools": [{"pool": 1, "min_size": 2}],
        "osds": [{"osd": n, "up": 1} for n in range(3)],
    }
    group = {"pgid": "1.0", "state": "active+clean", "acting": [0, 1, 2]}

    assert serving_groups(dump, {"pg_stats": [group]}) == set()


@pytest.mark.parametrize(
    ("flags", "inactive"),
    [("noout,sortbitwise", 0), ("pauserd,pausewr,sortbitwise", 1), ("pausewr", 1)],
)
def test_no_group_of_a_paused_cluster_takes_all_requests(flags: str, inactive: int) -> None:
    """Whatever their own states."""
    pool = {"pool": 1, "pool_name": "vms", "min_size": 2, "size": 3, "flags_names": ""}
    osds = [{"osd": n, "up": 1, "in": 1} for n in range(3)]
    dump = {"fsid": "f", "flags": flags, "pools": [pool], "osds": osds}
    group = {"pgid": "1.0", "state": "active+clean", "acting": [0, 1, 2], "up": [0, 1, 2]}
    texts = {DUMP: json.dumps(dump), GROUPS: json.dumps({"pg_stats": [group]})}
    told = {
        row.signal.name: row.value
        for row in parse(COLLECTOR, texts, images("vms/db1"))
        if isinstance(row, Reading)
    }

    assert told["ceph_pool_inactive_groups"] == inactive


def test_a_group_that_a_new_manager_has_not_heard_of_is_not_lost() -> None:
    """It is unknown for a second; nobody may say that there are none, or that it is down."""
    pool = {"pool": 1, "pool_name": "vms", "min_size": 2, "size": 3, "flags_names": ""}
    osds = [{"osd": n, "up": 1, "in": 1} for n in range(3)]
    dump = {"fsid": "f", "pools": [pool], "osds": osds}
    known = {"pgid": "1.0", "state": "active+clean", "acting": [0, 1, 2], "up": [0, 1, 2]}
    unknown = {"pgid": "1.1", "state": "unknown", "acting": [], "up": []}
    image = Entity(Kind.BACKEND, "rbd:vms/db1", "vms/db1")
    found = Snapshot((image,), (), {image: {"backend_type": "rbd"}})
    answers = {DUMP: Raw(json.dumps(dump), 1.0)}
    answers[GROUPS] = Raw(json.dumps({"pg_stats": [known, unknown]}), 1.0)
    told = {
        row.signal.name: row.value
        for row in COLLECTOR.parse(Answers(answers), found)
        if isinstance(row, Reading)
    }

    assert told["ceph_pool_lost_groups"] == 0
    for name in ("ceph_pool_short_groups", "ceph_pool_inactive_groups"):
        assert isinstance(told[name], Absent)


@pytest.mark.parametrize("request_", [DUMP, GROUPS], ids=lambda one: one.what)
def test_survives_any_text(request_: Request) -> None:
    """Whatever the text."""
    survives(COLLECTOR, "one_osd_down", request_)
