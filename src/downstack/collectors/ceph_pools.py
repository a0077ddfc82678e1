"""The pools behind the RBD images: their copies, their placement groups and whose OSDs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.ceph import (
    DUMP,
    GROUPS,
    MALFORMED,
    STATUS,
    Reply,
    cluster_of,
    images,
    number_of,
    object_of,
    osd_of,
    osds_asked,
    pool_of,
    probes,
    rows_in,
)
from downstack.model import Absent, Connection, Edge, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import ceph_pool
from downstack.source import Answers, Request

_FULL = (("full_quota", "quota"), ("full", "full"))
_NEARLY = (("backfillfull", "backfillfull"), ("nearfull", "nearfull"))
_NO_MANAGER = Absent(Reason.MISSING, "a manager of the cluster that answers")
_PAUSED = "pauserd"
_HELD = {_PAUSED, "pausewr"}
"""Flags with which no group takes all requests."""
_UNKNOWN = "unknown"
_NOT_HEARD_OF = Absent(Reason.STALE, "the manager to have heard of all groups")
_NOBODY = 2**31 - 1
_DIGITS = 10
_WITH: dict[Signal, tuple[str, ...]] = {
    ceph_pool.UNDERSIZED: ("undersized",),
    ceph_pool.INCONSISTENT: ("inconsistent",),
    ceph_pool.PEERING: ("peering",),
    ceph_pool.LOST: ("down", "incomplete"),
    ceph_pool.MOVING: ("recovering", "backfilling"),
    ceph_pool.TOO_FULL: ("backfill_toofull", "recovery_toofull"),
    ceph_pool.UNFOUND: ("recovery_unfound", "backfill_unfound"),
}
"""A group counts when its state has one of these words.

Stale is none: a group is, for seconds, after its first OSD went down, until the next one reports.
"""
_PAUSES = {"wait", "laggy"}
"""An active group takes no requests until the leases of its former OSDs have ended, or while one
of its OSDs is late to acknowledge its own: https://docs.ceph.com/en/latest/rados/operations/pg-states/
"""
_CHANGING = {"peering", "activating"}
_HELPLESS = set(_WITH[ceph_pool.LOST])
_LEASE = timedelta(seconds=30)
"""After so long no group waits for an OSD that was lost: the lease of a read ends after 16 s
(osd_pool_default_read_lease_ratio of osd_heartbeat_grace)."""
_OF_THE_GROUPS = (ceph_pool.GROUPS, ceph_pool.INACTIVE, ceph_pool.SHORT, *_WITH)


def _asks(found: Snapshot) -> Iterable[Request]:
    asked = probes(found).values()
    return (STATUS, DUMP, GROUPS, *asked) if asked else ()


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    dump = object_of(answers.raw(DUMP))
    ours = images(found)
    if not ours or isinstance(dump, Absent):
        return
    cluster = cluster_of(answers)
    groups = _groups(answers)
    told = [object_of(answers.raw(asked)) for asked in probes(found).values()]
    waiting = waiting_groups(dump, groups, told)
    for about in rows_in(dump, "pools"):
        name, number = about.get("pool_name"), about.get("pool")
        if not isinstance(name, str) or not isinstance(number, int):
            continue
        entity = pool_of(cluster, number, name)
        yield Connection(Edge.KEEPS, cluster, entity)
        for image in ours.get(name, ()):
            yield Connection(Edge.HOLDS, entity, image)
        size, least = number_of(about.get("size")), number_of(about.get("min_size"))
        yield Reading(entity, ceph_pool.SIZE, size)
        yield Reading(entity, ceph_pool.MIN_SIZE, least)
        yield Reading(entity, ceph_pool.FULL, _full(about.get("flags_names")))
        yield Reading(entity, ceph_pool.APPLICATION, _application(about))
        if isinstance(groups, Absent):
            yield from (Reading(entity, signal, groups) for signal in _OF_THE_GROUPS)
            continue
        mine = [row for row in rows_in(groups, "pg_stats") if _pool_of(row) == number]
        counts = _count(mine, least, up_osds(dump), waiting)
        if _flags(dump) & _HELD:
            counts[ceph_pool.INACTIVE] = counts[ceph_pool.GROUPS]
        for signal, value in counts.items():
            yield Reading(entity, signal, value)
        for osd in sorted({osd for row in mine for osd in _members(row, "up", "acting")}):
            yield Connection(Edge.REPLICATES, osd_of(cluster, osd), entity)


def _groups(answers: Answers) -> Reply:
    """Return what the manager tells of the groups, which nobody waits for but we."""
    told = object_of(answers.raw(GROUPS))
    late = isinstance(told, Absent) and told.reason is Reason.TIMED_OUT
    monitors = not isinstance(answers.raw(STATUS), Absent)
    return _NO_MANAGER if late and monitors else told


def _full(flags: object) -> Value:
    if not isinstance(flags, str):
        return MALFORMED
    known = flags.split(",")
    return next((state for flag, state in (*_FULL, *_NEARLY) if flag in known), "no")


def _application(about: Mapping[str, Any]) -> Value:
    named = about.get("application_metadata")
    if not isinstance(named, dict):
        return MALFORMED
    return "enabled" if named else "none"


def _count(
    groups: list[dict[str, Any]], least: Value, up: set[int], waiting: set[str] | Absent
) -> dict[Signal, Value]:
    """Return how many groups are in each state; Absent where the pool's min_size is."""
    states = [_words(row) for row in groups]
    counts: dict[Signal, Value] = {
        signal: float(sum(bool(state & set(words)) for state in states))
        for signal, words in _WITH.items()
    }
    counts[ceph_pool.GROUPS] = float(len(states))
    if not isinstance(least, float):
        return counts | {ceph_pool.INACTIVE: least, ceph_pool.SHORT: least}
    known = [
        (row, state) for row, state in zip(groups, states, strict=True) if _UNKNOWN not in state
    ]
    short = [len(_members(row, "acting") & up) < least for row, _ in known]
    late = set[str]() if isinstance(waiting, Absent) else waiting
    idle = ["active" not in state or row.get("pgid") in late for row, state in known]
    counts[ceph_pool.SHORT] = _if_all_known(float(sum(short)), groups, known)
    inactive = _if_all_known(float(sum(map(max, short, idle))), groups, known)
    if isinstance(waiting, Absent):
        inactive = inactive or waiting
    counts[ceph_pool.INACTIVE] = inactive
    return counts


def _words(row: Mapping[str, Any]) -> set[str]:
    return set(str(row.get("state")).split("+"))


def _takes_requests(state: set[str]) -> bool:
    """Say whether a group is active and waits for no lease of its OSDs, past or present."""
    return "active" in state and not state & _PAUSES


def _if_all_known(count: float, groups: Sequence[object], known: Sequence[object]) -> Value:
    """Return a count, but no zero where a new manager has not heard of all groups yet."""
    return count if count or len(groups) == len(known) else _NOT_HEARD_OF


def _flags(dump: Mapping[str, Any]) -> set[str]:
    return set(str(dump.get("flags")).split(","))


def up_osds(dump: Mapping[str, Any]) -> set[int]:
    """Return the OSDs that count as up."""
    rows = (row for row in rows_in(dump, "osds") if row.get("up") == 1)
    return {row["osd"] for row in rows if isinstance(row.get("osd"), int)}


def lost_osds(dump: Mapping[str, Any]) -> set[int]:
    """Return the OSDs that were lost just now: a lease of theirs may last.

    The map's own time counts: who went down long ago, and the map has not changed since, is none
    for whom a group waits.
    """
    now, up = _when(dump.get("modified")), up_osds(dump)
    fell = ((row.get("osd"), _when(row.get("down_stamp"))) for row in rows_in(dump, "osd_xinfo"))
    return {
        osd
        for osd, then in fell
        if isinstance(osd, int) and osd not in up and now and then and now - then <= _LEASE
    }


def _when(stamp: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(stamp))
    except ValueError:  # one that never went down has 0.000000
        return None
    return found if found.tzinfo else None


def serving_groups(dump: Mapping[str, Any], groups: Reply) -> set[str]:
    """Return the placement groups that take requests, by the newest map of the OSDs.

    The states of groups come from the manager, seconds later than that map: a state that counts
    on an OSD which is down proves nothing. While somebody has paused all reads no group takes any.
    """
    if _PAUSED in _flags(dump):
        return set()
    up = up_osds(dump)
    return {
        str(row.get("pgid"))
        for row, members in _with_enough(dump, groups)
        if members <= up and _takes_requests(_words(row))
    }


def waiting_groups(
    dump: Mapping[str, Any], groups: Reply, told: Iterable[Reply]
) -> set[str] | Absent:
    """Return the groups that take no requests because an OSD was lost just now.

    They peer without it, then wait for the end of its lease. There are two witnesses, since the
    manager's states are seconds old: the state, which says so or counts on the OSD that is down,
    and a read from here that is not answered.
    """
    if isinstance(groups, Absent):
        return groups
    up = up_osds(dump)
    paused = {
        str(row.get("pgid"))
        for row, members in _with_enough(dump, groups)
        if _changes_hands(_words(row)) or ("active" in _words(row) and not members <= up)
    }
    probed = list(told) if paused and lost_osds(dump) else []
    blind = next((one for one in probed if isinstance(one, Absent)), None)
    return blind or paused & {group for one in probed for group in _unanswered(one)}


def _changes_hands(state: set[str]) -> bool:
    """Say whether a group gets over the loss of an OSD, as it should."""
    return bool(state & _CHANGING and not state & _HELPLESS) or {"active", "wait"} <= state


def _with_enough(
    dump: Mapping[str, Any], groups: Reply
) -> Iterator[tuple[Mapping[str, Any], set[int]]]:
    """Yield the groups of which as many OSDs live as min_size demands, with their OSDs."""
    up = up_osds(dump)
    least = {row.get("pool"): row.get("min_size") for row in rows_in(dump, "pools")}
    for row in rows_in(groups, "pg_stats"):
        enough, members = least.get(_pool_of(row)), _members(row, "acting")
        if isinstance(enough, int) and len(members & up) >= enough:
            yield row, members


def _unanswered(probe: Reply) -> Iterator[str]:
    """Yield the groups that did not answer; who has no time has answered for none of its own."""
    for row in osds_asked(probe).values():
        of = "groups" if row.get("seconds", "") is None else "silent"
        listed = row.get(of)
        yield from (str(group) for group in (listed if isinstance(listed, list) else ()))


def _pool_of(row: Mapping[str, Any]) -> int | None:
    number = str(row.get("pgid")).partition(".")[0]
    return int(number) if number.isdecimal() and len(number) < _DIGITS else None


def _members(row: Mapping[str, Any], *sets: str) -> set[int]:
    """Return the OSDs that a group names: where it is, where it should be."""
    return {
        osd
        for name in sets
        if isinstance(row.get(name), list)
        for osd in row[name]
        if isinstance(osd, int) and 0 <= osd < _NOBODY
    }


COLLECTOR = Collector(
    id="ceph_pools",
    round=Round.DETAIL,
    level=Level.L1,
    provides=(
        ceph_pool.SIZE,
        ceph_pool.MIN_SIZE,
        ceph_pool.FULL,
        ceph_pool.APPLICATION,
        *_OF_THE_GROUPS,
    ),
    asks=_asks,
    parse=_parse,
)
