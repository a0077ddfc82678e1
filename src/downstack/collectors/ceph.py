"""The Ceph cluster behind the RBD images of the host's disks, as its monitors see it.

The other collectors of Ceph read their replies in the ways that are defined here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.domains import read_json
from downstack.model import Absent, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import backend, ceph_cluster
from downstack.source import Answer, Answers, Request, Way

STATUS = Request(Way.CEPH, "status")
DUMP = Request(Way.CEPH, "osd dump")
PERF = Request(Way.CEPH, "osd perf")
GROUPS = Request(Way.CEPH, "pg dump pgs_brief")
UNKNOWN = Entity(Kind.CEPH_CLUSTER, "unknown", "ceph")
"""The cluster that does not tell its identity."""
MALFORMED = Absent(Reason.MALFORMED, "JSON of ceph")

Reply = Mapping[str, Any] | Absent
_MOST = 2.0**80


def images(found: Snapshot) -> dict[str, list[Entity]]:
    """Return the RBD images among what disks are stored on, by the name of their pool."""
    pools: dict[str, list[Entity]] = {}
    for one in found.of_kind(Kind.BACKEND):
        if found.value(one, backend.TYPE.name) == "rbd":
            pools.setdefault(one.key.removeprefix("rbd:").rpartition("/")[0], []).append(one)
    return pools


def probes(found: Snapshot) -> dict[str, Request]:
    """Return the question how each of their pools answers a read, by the pool's name."""
    return {pool: Request(Way.CEPH, f"probe {pool}") for pool in sorted(images(found))}


def osds_asked(probe: Reply) -> dict[str, dict[str, Any]]:
    """Return what a probe of a pool tells of each OSD, by its number."""
    osds = {} if isinstance(probe, Absent) else probe.get("osds")
    rows = osds.items() if isinstance(osds, dict) else ()
    return {number: row for number, row in rows if isinstance(row, dict)}


def object_of(answer: Answer) -> Reply:
    """Return the JSON object that an answer is, or why it is none."""
    if isinstance(answer, Absent):
        return answer
    whole = read_json(answer.text)
    return whole if isinstance(whole, dict) else MALFORMED


def rows_in(whole: object, name: str) -> list[dict[str, Any]]:
    """Return the objects of a list in a reply; nothing where there is no such list."""
    listed = whole.get(name) if isinstance(whole, dict) else ()
    return [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []


def number_of(value: object, scale: float = 1.0) -> Value:
    """Return a number that cannot be negative, times *scale*, or Absent(MALFORMED)."""
    known = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _MOST
    return float(value) * scale if known else MALFORMED  # type: ignore[arg-type] # it is a number


def cluster_of(answers: Answers) -> Entity:
    """Return the cluster that answers, by its fsid."""
    for request in (STATUS, DUMP):
        told = object_of(answers.raw(request))
        identity = "" if isinstance(told, Absent) else told.get("fsid")
        if isinstance(identity, str) and identity:
            return Entity(Kind.CEPH_CLUSTER, identity, identity[:8])
    return UNKNOWN


def osd_of(cluster: Entity, number: int) -> Entity:
    """Return an OSD of a cluster."""
    return Entity(Kind.CEPH_OSD, f"{cluster.key}/osd.{number}", f"osd.{number}")


def pool_of(cluster: Entity, number: int, name: str) -> Entity:
    """Return a pool of a cluster."""
    return Entity(Kind.CEPH_POOL, f"{cluster.key}/{number}", name)


def _asks(found: Snapshot) -> Iterable[Request]:
    return (STATUS, DUMP, PERF) if images(found) else ()


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    if not images(found) or _is_not_asked(answers.raw(STATUS)):
        return
    cluster = cluster_of(answers)
    yield cluster
    status, dump = object_of(answers.raw(STATUS)), object_of(answers.raw(DUMP))
    values: dict[Signal, Value] = dict.fromkeys(
        _OF_THE_STATUS, status if isinstance(status, Absent) else MALFORMED
    )
    if not isinstance(status, Absent):
        values |= _status(status)
    values[ceph_cluster.ANSWERS] = _answers(answers.raw(STATUS))
    values[ceph_cluster.MANAGER] = _manager(status, answers.raw(PERF))
    values |= {signal: _flag(dump, signal, names) for signal, names in _FLAGS.items()}
    for signal, value in values.items():
        yield Reading(cluster, signal, value)


def _is_not_asked(answer: Answer) -> bool:
    return isinstance(answer, Absent) and answer.reason is Reason.NOT_ASKED


_OF_THE_STATUS = (
    ceph_cluster.HEALTH,
    ceph_cluster.MONITORS,
    ceph_cluster.QUORUM,
    ceph_cluster.RECOVERING,
    ceph_cluster.DEGRADED,
)
_FLAGS: dict[Signal, tuple[str, ...]] = {
    ceph_cluster.NOOUT: ("noout",),
    ceph_cluster.PAUSED: ("pauserd", "pausewr"),
    ceph_cluster.NO_RECOVERY: ("norecover", "nobackfill", "norebalance"),
    ceph_cluster.NO_SCRUB: ("noscrub", "nodeep-scrub"),
}
"""Any of these flags sets the signal."""


def _answers(answer: Answer) -> Value:
    if not isinstance(answer, Absent):
        return "yes"
    return "silent" if answer.reason is Reason.TIMED_OUT else answer


def _manager(status: Reply, perf: Answer) -> Value:
    """Tell a manager that is gone and not missed yet by the answers that it owes."""
    if isinstance(status, Absent):
        return status
    known = status.get("mgrmap")
    if not isinstance(known, dict) or not isinstance(known.get("available"), bool):
        return MALFORMED
    if not known["available"]:
        return "none"
    late = isinstance(perf, Absent) and perf.reason is Reason.TIMED_OUT
    return "silent" if late else "active"


def _flag(dump: Reply, signal: Signal, names: tuple[str, ...]) -> Value:
    if isinstance(dump, Absent):
        return dump
    flags = dump.get("flags")
    if not isinstance(flags, str):
        return MALFORMED
    yes, no = signal.states
    return yes if set(names) & set(flags.split(",")) else no


def _status(status: Mapping[str, Any]) -> dict[Signal, Value]:
    health, monitors, groups = (status.get(name) for name in ("health", "monmap", "pgmap"))
    quorum = status.get("quorum")
    found: dict[Signal, Value] = {}
    if isinstance(health, dict) and health.get("status") in ceph_cluster.HEALTH.states:
        found[ceph_cluster.HEALTH] = health["status"]
    if isinstance(monitors, dict):
        found[ceph_cluster.MONITORS] = number_of(monitors.get("num_mons"))
    if isinstance(quorum, list):
        found[ceph_cluster.QUORUM] = float(len(quorum))
    if isinstance(groups, dict):
        found[ceph_cluster.RECOVERING] = number_of(groups.get("recovering_bytes_per_sec", 0))
        found[ceph_cluster.DEGRADED] = number_of(groups.get("degraded_ratio", 0))
    return found


COLLECTOR = Collector(
    id="ceph",
    round=Round.DETAIL,
    level=Level.L1,
    provides=(ceph_cluster.ANSWERS, ceph_cluster.MANAGER, *_FLAGS, *_OF_THE_STATUS),
    asks=_asks,
    parse=_parse,
)
