"""The Ceph cluster behind the RBD images of the host's disks: health, pools, OSDs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.domains import read_json
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import backend, ceph_cluster, ceph_osd, ceph_pool
from downstack.source import Answer, Answers, Request, Way

STATUS = Request(Way.CEPH, "status")
DUMP = Request(Way.CEPH, "osd dump")
PERF = Request(Way.CEPH, "osd perf")
GROUPS = Request(Way.CEPH, "pg dump pgs_brief")
UNKNOWN = Entity(Kind.CEPH_CLUSTER, "unknown", "the Ceph cluster")
"""The cluster that does not tell its identity."""

_MALFORMED = Absent(Reason.MALFORMED, "JSON of ceph")
_FULL = (("full_quota", "quota"), ("full", "full"))
_NEARLY = (("backfillfull", "backfillfull"), ("nearfull", "nearfull"))
_MILLISECONDS, _NANOSECONDS = 1e-3, 1e-9
_MOST = 2.0**80


def _images(found: Snapshot) -> list[Entity]:
    """Return the RBD images among what disks are stored on."""
    stored = found.of_kind(Kind.BACKEND)
    return [one for one in stored if found.value(one, backend.TYPE.name) == "rbd"]


def _asks(found: Snapshot) -> Iterable[Request]:
    return (STATUS, DUMP, PERF, GROUPS) if _images(found) else ()


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    images = _images(found)
    if not images:
        return
    status, dump = _object(answers.raw(STATUS)), _object(answers.raw(DUMP))
    cluster = _cluster_of(status, dump)
    yield cluster
    yield from _describe_cluster(cluster, answers, status, dump)
    if isinstance(dump, Absent):
        return
    osds = {row["osd"]: row for row in _rows(dump, "osds") if isinstance(row.get("osd"), int)}
    yield from _describe_osds(cluster, osds, _object(answers.raw(PERF)))
    yield from _describe_pools(cluster, _rows(dump, "pools"), _object(answers.raw(GROUPS)), images)


def _object(answer: Answer) -> Mapping[str, Any] | Absent:
    if isinstance(answer, Absent):
        return answer
    whole = read_json(answer.text)
    return whole if isinstance(whole, dict) else _MALFORMED


def _rows(whole: Mapping[str, Any] | Absent, name: str) -> list[dict[str, Any]]:
    listed = () if isinstance(whole, Absent) else whole.get(name)
    return [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []


def _cluster_of(*told: Mapping[str, Any] | Absent) -> Entity:
    for one in told:
        identity = "" if isinstance(one, Absent) else one.get("fsid")
        if isinstance(identity, str) and identity:
            return Entity(Kind.CEPH_CLUSTER, identity, f"Ceph {identity[:8]}")
    return UNKNOWN


def _number(value: object, scale: float = 1.0) -> Value:
    known = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _MOST
    return float(value) * scale if known else _MALFORMED  # type: ignore[arg-type] # it is a number


def _describe_cluster(
    cluster: Entity,
    answers: Answers,
    status: Mapping[str, Any] | Absent,
    dump: Mapping[str, Any] | Absent,
) -> Iterator[Reading]:
    nothing = status if isinstance(status, Absent) else _MALFORMED
    values: dict[Signal, Value] = dict.fromkeys(_OF_THE_STATUS, nothing)
    if not isinstance(status, Absent):
        values |= _status(status)
    yield Reading(cluster, ceph_cluster.ANSWERS, _answers(answers.raw(STATUS)))
    yield Reading(cluster, ceph_cluster.MANAGER, _manager(status, answers.raw(PERF)))
    yield Reading(cluster, ceph_cluster.NOOUT, _noout(dump))
    for signal, value in values.items():
        yield Reading(cluster, signal, value)


_OF_THE_STATUS = (
    ceph_cluster.HEALTH,
    ceph_cluster.MONITORS,
    ceph_cluster.QUORUM,
    ceph_cluster.RECOVERING,
    ceph_cluster.DEGRADED,
)


def _answers(answer: Answer) -> Value:
    if not isinstance(answer, Absent):
        return "yes"
    return "silent" if answer.reason is Reason.TIMED_OUT else answer


def _manager(status: Mapping[str, Any] | Absent, perf: Answer) -> Value:
    """Tell a manager that is gone and not missed yet by the answers that it owes."""
    if isinstance(status, Absent):
        return status
    known = status.get("mgrmap")
    if not isinstance(known, dict) or not isinstance(known.get("available"), bool):
        return _MALFORMED
    if not known["available"]:
        return "none"
    late = isinstance(perf, Absent) and perf.reason is Reason.TIMED_OUT
    return "silent" if late else "active"


def _noout(dump: Mapping[str, Any] | Absent) -> Value:
    if isinstance(dump, Absent):
        return dump
    flags = dump.get("flags")
    if not isinstance(flags, str):
        return _MALFORMED
    return "set" if "noout" in flags.split(",") else "unset"


def _status(status: Mapping[str, Any]) -> dict[Signal, Value]:
    health, monitors, groups = (status.get(name) for name in ("health", "monmap", "pgmap"))
    quorum = status.get("quorum")
    found: dict[Signal, Value] = {}
    if isinstance(health, dict) and health.get("status") in ceph_cluster.HEALTH.states:
        found[ceph_cluster.HEALTH] = health["status"]
    if isinstance(monitors, dict):
        found[ceph_cluster.MONITORS] = _number(monitors.get("num_mons"))
    if isinstance(quorum, list):
        found[ceph_cluster.QUORUM] = float(len(quorum))
    if isinstance(groups, dict):
        found[ceph_cluster.RECOVERING] = _number(groups.get("recovering_bytes_per_sec", 0))
        found[ceph_cluster.DEGRADED] = _number(groups.get("degraded_ratio", 0))
    return found


def _describe_osds(
    cluster: Entity, osds: Mapping[int, Mapping[str, Any]], perf: Mapping[str, Any] | Absent
) -> Iterator[Row]:
    latencies = _latencies(perf)
    silent = perf if isinstance(perf, Absent) else _MALFORMED
    for number, about in osds.items():
        entity = _osd(cluster, number)
        yield Connection(Edge.SERVES, entity, cluster)
        yield Reading(entity, ceph_osd.STATE, _either(about.get("up"), "up", "down"))
        yield Reading(entity, ceph_osd.PLACE, _either(about.get("in"), "in", "out"))
        yield Reading(entity, ceph_osd.COMMIT_LATENCY, latencies.get(number, silent))


def _osd(cluster: Entity, number: int) -> Entity:
    return Entity(Kind.CEPH_OSD, f"{cluster.key}/osd.{number}", f"osd.{number}")


def _either(value: object, yes: str, no: str) -> Value:
    return {1: yes, 0: no}.get(value, _MALFORMED) if isinstance(value, int) else _MALFORMED


def _latencies(perf: Mapping[str, Any] | Absent) -> dict[int, Value]:
    """Return the seconds by OSD; newer releases tell nanoseconds too."""
    nested = perf.get("osdstats", perf) if not isinstance(perf, Absent) else perf
    found: dict[int, Value] = {}
    for row in _rows(nested if isinstance(nested, dict) else _MALFORMED, "osd_perf_infos"):
        stats = row.get("perf_stats")
        if not isinstance(stats, dict) or not isinstance(row.get("id"), int):
            continue
        exact = _number(stats.get("commit_latency_ns"), _NANOSECONDS)
        rough = _number(stats.get("commit_latency_ms"), _MILLISECONDS)
        found[row["id"]] = rough if isinstance(exact, Absent) else exact
    return found


def _describe_pools(
    cluster: Entity,
    pools: Iterable[Mapping[str, Any]],
    groups: Mapping[str, Any] | Absent,
    images: list[Entity],
) -> Iterator[Row]:
    for about in pools:
        name, number = about.get("pool_name"), about.get("pool")
        if not isinstance(name, str) or not isinstance(number, int):
            continue
        entity = Entity(Kind.CEPH_POOL, f"{cluster.key}/{number}", name)
        yield Connection(Edge.KEEPS, cluster, entity)
        for image in images:
            if image.key.startswith(f"rbd:{name}/"):
                yield Connection(Edge.HOLDS, entity, image)
        yield Reading(entity, ceph_pool.SIZE, _number(about.get("size")))
        yield Reading(entity, ceph_pool.MIN_SIZE, _number(about.get("min_size")))
        yield Reading(entity, ceph_pool.FULL, _full(about.get("flags_names")))
        yield from _describe_groups(cluster, entity, groups, f"{number}.")


def _full(flags: object) -> Value:
    if not isinstance(flags, str):
        return _MALFORMED
    known = flags.split(",")
    return next((state for flag, state in (*_FULL, *_NEARLY) if flag in known), "no")


def _describe_groups(
    cluster: Entity, pool: Entity, groups: Mapping[str, Any] | Absent, prefix: str
) -> Iterator[Row]:
    if isinstance(groups, Absent):
        for signal in _GROUP_SIGNALS:
            yield Reading(pool, signal, groups)
        return
    ours = [row for row in _rows(groups, "pg_stats") if str(row.get("pgid")).startswith(prefix)]
    states = [str(row.get("state")).split("+") for row in ours]
    counts = (
        (ceph_pool.GROUPS, len(states)),
        (ceph_pool.INACTIVE, sum("active" not in state for state in states)),
        (ceph_pool.UNDERSIZED, sum("undersized" in state for state in states)),
        (ceph_pool.INCONSISTENT, sum("inconsistent" in state for state in states)),
    )
    for signal, count in counts:
        yield Reading(pool, signal, float(count))
    for number in sorted({osd for row in ours for osd in _members(row)}):
        yield Connection(Edge.REPLICATES, _osd(cluster, number), pool)


_GROUP_SIGNALS = (
    ceph_pool.GROUPS,
    ceph_pool.INACTIVE,
    ceph_pool.UNDERSIZED,
    ceph_pool.INCONSISTENT,
)
_NOBODY = 2**31 - 1


def _members(row: Mapping[str, Any]) -> set[int]:
    """Return the OSDs that hold copies, or should."""
    listed = [one for name in ("up", "acting") for one in row.get(name) or () if _is_osd(one)]
    return set(listed)


def _is_osd(value: object) -> bool:
    return isinstance(value, int) and 0 <= value < _NOBODY


COLLECTOR = Collector(
    id="ceph",
    round=Round.DETAIL,
    level=Level.L1,
    provides=(
        ceph_cluster.ANSWERS,
        ceph_cluster.MANAGER,
        ceph_cluster.NOOUT,
        *_OF_THE_STATUS,
        ceph_osd.STATE,
        ceph_osd.PLACE,
        ceph_osd.COMMIT_LATENCY,
        ceph_pool.SIZE,
        ceph_pool.MIN_SIZE,
        ceph_pool.FULL,
        *_GROUP_SIGNALS,
    ),
    asks=_asks,
    parse=_parse,
)
