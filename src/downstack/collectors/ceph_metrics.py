"""The Ceph cluster by the metrics of its manager, where its monitors could not be asked.

The metrics tell neither the identity of the cluster nor which OSDs hold a pool. A manager that has
lost its monitors exports what they said last: where these were asked and are silent, it is not
believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.ceph import DUMP, STATUS, UNKNOWN, images, number_of, osd_of, pool_of
from downstack.model import Absent, Connection, Edge, Entity, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import ceph_cluster, ceph_health, ceph_osd, ceph_pool
from downstack.source import Answer, Answers, Request, Way

METRICS = Request(Way.CEPH, "metrics")
MALFORMED = Absent(Reason.MALFORMED, "metrics in Prometheus' text format")
_UNTOLD = Absent(Reason.UNSUPPORTED, "ceph.conf and a keyring (--ceph-conf)")
_FOREIGN = Absent(Reason.MISSING, "the address of Ceph's active manager (--ceph-metrics)")
_UNHEARD = Absent(Reason.STALE, "the manager to have heard of all groups")
_LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\.)*"'
_LABELS = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"')
_LINE = re.compile(
    rf"(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{{(?P<labels>(?:{_LABEL},? *)*)\}})?"
    r"[ \t]+(?P<value>[^ \t]+)(?:[ \t]+-?[0-9]+)?[ \t]*"
)
_DECLARED = re.compile(r"# (?:HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*)")
_ESCAPED = {r"\\": "\\", r"\"": '"', r"\n": "\n"}
_OSD = re.compile(r"osd\.([0-9]{1,6})")
_POOL = re.compile(r"[0-9]{1,9}")
_COPIES = re.compile(r"replica:([0-9]{1,3})|ec:([0-9]{1,3})\+([0-9]{1,3})")
_MILLISECONDS = 1e-3


@dataclass(frozen=True, slots=True)
class Sample:
    """One line: its labels, and its value or that it is no finite number."""

    labels: Mapping[str, str]
    value: Value


@dataclass(frozen=True, slots=True)
class Metrics:
    """The samples by metric, those without any too; `untold` is what stands for a missing one."""

    samples: Mapping[str, list[Sample]]
    untold: Absent

    def by(self, name: str, label: str) -> dict[str, Value]:
        """Return the values of a metric by one of its labels."""
        return {one.labels.get(label, ""): one.value for one in self.samples.get(name, ())}

    def total(self, name: str) -> Value:
        """Return the sum of a metric; Absent when it is not exported or one value is not known."""
        values = [number_of(one.value) for one in self.samples.get(name, ())]
        absent = next((one for one in values if isinstance(one, Absent)), None)
        known = [one for one in values if isinstance(one, float)]
        return absent or (sum(known) if known else self.untold)


def exposition_of(text: str) -> dict[str, list[Sample]] | None:
    """Return the samples of a text by metric; None where a line is none, as Prometheus has it.

    https://prometheus.io/docs/instrumenting/exposition_formats/
    """
    found: dict[str, list[Sample]] = {}
    for line in text.split("\n"):
        if line.startswith("#"):
            declared = _DECLARED.match(line)
            if declared:
                found.setdefault(declared[1], [])
        elif line.strip():
            match = _LINE.fullmatch(line)
            if match is None:
                return None
            pairs = _LABELS.findall(match["labels"] or "")
            labels = {name: _plain(value) for name, value in pairs}
            found.setdefault(match["name"], []).append(Sample(labels, number(match["value"])))
    return found


def _plain(value: str) -> str:
    return re.sub(r"\\.", lambda escape: _ESCAPED.get(escape[0], escape[0]), value)


def _asks(found: Snapshot) -> Iterable[Request]:
    return (STATUS, DUMP, METRICS) if images(found) else ()


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    ours, status, told = images(found), answers.raw(STATUS), answers.raw(METRICS)
    if not ours or not _is_needed(status, answers.raw(DUMP)) or _is_not_asked(told):
        return
    metrics = _metrics(told, _UNTOLD if _is_not_asked(status) else status)
    if isinstance(metrics, Absent):
        if _is_not_asked(status):  # else the collector of the status tells why there is nothing
            yield from (Reading(UNKNOWN, signal, metrics) for signal in _OF_THE_CLUSTER)
        return
    yield UNKNOWN
    for signal, read in _OF_THE_CLUSTER.items():
        yield Reading(UNKNOWN, signal, read(metrics))
    yield from _osds(metrics)
    yield from _pools(metrics, ours)


def _is_needed(status: Answer, dump: Answer) -> bool:
    silent = isinstance(status, Absent) and status.reason is Reason.TIMED_OUT
    return isinstance(status, Absent) and isinstance(dump, Absent) and not silent


def _is_not_asked(answer: Answer) -> bool:
    return isinstance(answer, Absent) and answer.reason is Reason.NOT_ASKED


def _metrics(told: Answer, untold: Answer) -> Metrics | Absent:
    if isinstance(told, Absent):
        return told
    samples = exposition_of(told.text)
    if samples is None:
        return MALFORMED
    known = untold if isinstance(untold, Absent) else _UNTOLD
    return Metrics(samples, known) if samples.get("ceph_health_status") else _FOREIGN


def _untold(metrics: Metrics) -> Value:
    return metrics.untold


def _health(metrics: Metrics) -> Value:
    value = metrics.total("ceph_health_status")
    states = {float(place): state for place, state in enumerate(ceph_cluster.HEALTH.states)}
    return states.get(value, MALFORMED) if isinstance(value, float) else value


def _monitors(metrics: Metrics) -> Value:
    return float(len(metrics.samples.get("ceph_mon_quorum_status", ()))) or metrics.untold


def _manager(metrics: Metrics) -> Value:
    """It is the active manager that exports this; a standby exports nothing."""
    active = metrics.total("ceph_mgr_status")
    return "active" if isinstance(active, float) and active > 0 else metrics.untold


def _degraded(metrics: Metrics) -> Value:
    """Return the share of copies that are missing: each object has its pool's copies."""
    if _has_heard_nothing(metrics):
        return _UNHEARD
    missing = metrics.total("ceph_num_objects_degraded")
    if not isinstance(missing, float) or missing == 0:
        return missing
    objects = metrics.by("ceph_pool_objects", "pool_id")
    copies = 0.0
    for about in metrics.samples.get("ceph_pool_metadata", ()):
        size, count = _size(about, metrics), objects.get(about.labels.get("pool_id", ""))
        if not isinstance(size, float) or not isinstance(count, float):
            return metrics.untold
        copies += size * count
    return min(1.0, missing / copies) if copies > 0 else metrics.untold


def _recovering(metrics: Metrics) -> Value:
    rate = metrics.total("ceph_pool_recovering_bytes_per_sec")
    return _UNHEARD if _has_heard_nothing(metrics) else rate


def _has_heard_nothing(metrics: Metrics) -> bool:
    """Say so of a manager that was started a moment ago, or without a monitor.

    To it all groups are unknown; none of its statistics says anything.
    """
    groups = metrics.total("ceph_pg_total")
    return isinstance(groups, float) and groups > 0 and groups == metrics.total("ceph_pg_unknown")


def _median(metrics: Metrics) -> Value:
    """Return the commit latency of the middle one of the OSDs that are up and in."""
    up, placed, commit = (
        metrics.by(f"ceph_osd_{name}", "ceph_daemon") for name in ("up", "in", "commit_latency_ms")
    )
    at_work = [name for name, state in up.items() if state == placed.get(name) == 1]
    values = [number_of(commit.get(name), _MILLISECONDS) for name in at_work]
    known = [value for value in values if isinstance(value, float)]
    return median(known) if known else metrics.untold


def _flag(signal: Signal, *names: str) -> Callable[[Metrics], Value]:
    yes, no = signal.states

    def read(metrics: Metrics) -> Value:
        values = [metrics.total(f"ceph_osd_flag_{name}") for name in names]
        if any(isinstance(one, float) and one > 0 for one in values):
            return yes
        return next((one for one in values if isinstance(one, Absent)), no)

    return read


def _check(code: str) -> Callable[[Metrics], Value]:
    """Return how to tell whether a check is raised: one that never was is not listed."""

    def read(metrics: Metrics) -> Value:
        if "ceph_health_detail" not in metrics.samples:
            return metrics.untold
        value = number_of(metrics.by("ceph_health_detail", "name").get(code, 0.0))
        return value if isinstance(value, Absent) else ("raised" if value else "clear")

    return read


def _paused(metrics: Metrics) -> Value:
    """A pause is one of the flags that this check is about; which it is, is not exported."""
    return "no" if _check("OSDMAP_FLAGS")(metrics) == "clear" else metrics.untold


_OF_THE_CLUSTER: dict[Signal, Callable[[Metrics], Value]] = {
    ceph_cluster.ANSWERS: _untold,
    ceph_cluster.HEALTH: _health,
    ceph_cluster.MANAGER: _manager,
    ceph_cluster.MONITORS: _monitors,
    ceph_cluster.QUORUM: lambda metrics: metrics.total("ceph_mon_quorum_status"),
    ceph_cluster.RECOVERING: _recovering,
    ceph_cluster.DEGRADED: _degraded,
    ceph_cluster.NOOUT: _flag(ceph_cluster.NOOUT, "noout"),
    ceph_cluster.PAUSED: _paused,
    ceph_cluster.NO_RECOVERY: _flag(
        ceph_cluster.NO_RECOVERY, "norecover", "nobackfill", "norebalance"
    ),
    ceph_cluster.NO_SCRUB: _flag(ceph_cluster.NO_SCRUB, "noscrub", "nodeep_scrub"),
    ceph_cluster.FASTEST_ANSWER: _untold,
    ceph_cluster.MEDIAN_COMMIT: _median,
    **{signal: _check(code) for code, signal in ceph_health.BY_CODE.items()},
}


def _osds(metrics: Metrics) -> Iterator[Row]:
    up, placed, bytes_, used, commit = (
        metrics.by(f"ceph_osd_{name}", "ceph_daemon")
        for name in ("up", "in", "stat_bytes", "stat_bytes_used", "commit_latency_ms")
    )
    slow = _slow(metrics)
    crashed = _check("RECENT_CRASH")(metrics)
    raised = {_check(f"OSD_{state.upper()}")(metrics) for state in _FULLNESS}
    fullness = "no" if raised == {"clear"} else metrics.untold
    for name, state in up.items():
        match = _OSD.fullmatch(name)
        if match is None:
            continue
        entity = osd_of(UNKNOWN, int(match[1]))
        yield Connection(Edge.SERVES, entity, UNKNOWN)
        values = {
            ceph_osd.STATE: _either(state, "up", "down"),
            ceph_osd.PLACE: _either(placed.get(name, metrics.untold), "in", "out"),
            ceph_osd.COMMIT_LATENCY: _scaled(commit.get(name, metrics.untold)),
            ceph_osd.USED: _share(used.get(name), bytes_.get(name), metrics.untold),
            ceph_osd.SLOW_OPS: slow.get(name, metrics.untold),
            ceph_osd.FULLNESS: fullness,
            ceph_osd.CRASHED: "no" if crashed == "clear" else metrics.untold,
            **dict.fromkeys(_OF_NO_OSD, metrics.untold),
        }
        yield from (Reading(entity, signal, value) for signal, value in values.items())


_OF_NO_OSD = (ceph_osd.ANSWERS, ceph_osd.ANSWER_TIME, ceph_osd.RETURNS, ceph_osd.LAGGY)


def _slow(metrics: Metrics) -> dict[str, Value]:
    """Return by OSD whether it reports slow requests."""
    rows = metrics.samples.get("ceph_daemon_health_metrics", ())
    counts = {
        row.labels.get("ceph_daemon", ""): number_of(row.value)
        for row in rows
        if row.labels.get("type") == "SLOW_OPS"
    }
    return {
        name: count if isinstance(count, Absent) else ("yes" if count else "no")
        for name, count in counts.items()
    }


def _either(value: Value, yes: str, no: str) -> Value:
    if isinstance(value, Absent):
        return value
    return {1.0: yes, 0.0: no}.get(value, MALFORMED) if isinstance(value, float) else MALFORMED


def _scaled(milliseconds: Value) -> Value:
    if isinstance(milliseconds, Absent):
        return milliseconds
    return number_of(milliseconds, _MILLISECONDS)


def _share(part: Value | None, whole: Value | None, untold: Absent) -> Value:
    if not isinstance(part, float) or not isinstance(whole, float):
        return untold
    return part / whole if 0 <= part <= whole and whole > 0 else MALFORMED


def _pools(metrics: Metrics, ours: Mapping[str, list[Entity]]) -> Iterator[Row]:
    states = {
        state: metrics.by(f"ceph_pg_{state}", "pool_id")
        for state in {
            "total",
            "active",
            "unknown",
            "peered",
            *(one for states, _ in _STATES.values() for one in states),
        }
    }
    for about in metrics.samples.get("ceph_pool_metadata", ()):
        name, identity = about.labels.get("name", ""), about.labels.get("pool_id", "")
        if not name or not _POOL.fullmatch(identity):
            continue
        entity = pool_of(UNKNOWN, int(identity), name)
        yield Connection(Edge.KEEPS, UNKNOWN, entity)
        for image in ours.get(name, ()):
            yield Connection(Edge.HOLDS, entity, image)
        mine = {state: number_of(ids.get(identity)) for state, ids in states.items()}
        values: dict[Signal, Value] = {
            ceph_pool.SIZE: _size(about, metrics),
            ceph_pool.FULL: _full(metrics, identity),
            **_groups(mine, metrics.untold),
            **dict.fromkeys(_OF_NO_POOL, metrics.untold),
        }
        yield from (Reading(entity, signal, value) for signal, value in values.items())


_STATES: dict[Signal, tuple[tuple[str, ...], Callable[[list[float]], float]]] = {
    ceph_pool.UNDERSIZED: (("undersized",), sum),
    ceph_pool.INCONSISTENT: (("inconsistent",), sum),
    ceph_pool.PEERING: (("peering",), sum),
    ceph_pool.LOST: (("down", "incomplete"), max),
    ceph_pool.MOVING: (("recovering", "backfilling"), sum),
    ceph_pool.TOO_FULL: (("backfill_toofull", "recovery_toofull"), sum),
    ceph_pool.UNFOUND: (("recovery_unfound", "backfill_unfound"), sum),
}
"""The states that count; a group may be in several of those that are lost: at least so many."""
_OF_THE_GROUPS = (ceph_pool.INACTIVE, ceph_pool.SHORT, *_STATES)
_OF_NO_POOL = (
    *(ceph_pool.MIN_SIZE, ceph_pool.STUCK_PEERING),
    *(ceph_pool.APPLICATION, ceph_pool.SILENT),
)


def _groups(mine: Mapping[str, Value], untold: Absent) -> dict[Signal, Value]:
    """Return how many groups are in each state; nothing is known of groups that are all unknown."""
    total, active, unknown = mine["total"], mine["active"], mine["unknown"]
    if not isinstance(total, float):
        return dict.fromkeys((ceph_pool.GROUPS, *_OF_THE_GROUPS), untold)
    if total > 0 and unknown == total:
        return {ceph_pool.GROUPS: total, **dict.fromkeys(_OF_THE_GROUPS, _UNHEARD)}
    counts: dict[Signal, Value] = {ceph_pool.GROUPS: total, ceph_pool.INACTIVE: untold}
    if isinstance(active, float) and isinstance(unknown, float) and active + unknown <= total:
        idle = total - active - unknown
        counts[ceph_pool.INACTIVE] = _UNHEARD if unknown > 0 and idle == 0 else idle
    counts[ceph_pool.SHORT] = _short(mine["peered"], counts[ceph_pool.INACTIVE], untold)
    for signal, (states, fold) in _STATES.items():
        values = [mine[state] for state in states]
        numbers = [value for value in values if isinstance(value, float)]
        counts[signal] = float(fold(numbers)) if len(numbers) == len(values) else untold
    return counts


def _short(peered: Value, inactive: Value, untold: Absent) -> Value:
    """Return how many groups are below min_size: that is what `peered` means.

    One that is idle for another reason may be below it too.
    https://docs.ceph.com/en/latest/rados/operations/pg-states/
    """
    known = isinstance(peered, float) and (peered > 0 or inactive == 0)
    return peered if known else untold


def _size(about: Sample, metrics: Metrics) -> Value:
    match = _COPIES.fullmatch(about.labels.get("description", ""))
    return float(sum(int(part) for part in match.groups() if part)) if match else metrics.untold


def _full(metrics: Metrics, identity: str) -> Value:
    """Tell it of the only pool; of several, the checks do not say which is full."""
    raised = {state: _check(f"POOL_{state.upper()}")(metrics) for state in _FULLNESS}
    state = next((one for one in _FULLNESS if raised[one] != "clear"), "no")
    if state == "no":
        return state
    only = len(metrics.samples.get("ceph_pool_metadata", ())) == 1
    quotas = [
        metrics.by(f"ceph_pool_quota_{of}", "pool_id").get(identity) for of in ("bytes", "objects")
    ]
    known = raised[state] == "raised" and only and (state != "full" or quotas == [0, 0])
    return state if known else metrics.untold


_FULLNESS = ("full", "backfillfull", "nearfull")


COLLECTOR = Collector(
    id="ceph_metrics",
    round=Round.DETAIL,
    level=Level.L1,
    provides=(
        *_OF_THE_CLUSTER,
        *(ceph_osd.STATE, ceph_osd.PLACE, ceph_osd.COMMIT_LATENCY, ceph_osd.USED),
        *(ceph_osd.FULLNESS, ceph_osd.SLOW_OPS, ceph_osd.CRASHED, *_OF_NO_OSD),
        *(ceph_pool.SIZE, ceph_pool.FULL, ceph_pool.GROUPS),
        *(*_OF_THE_GROUPS, *_OF_NO_POOL),
    ),
    asks=_asks,
    parse=_parse,
    stands_in=True,
)
