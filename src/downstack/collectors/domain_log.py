"""What libvirt wrote to the log of each domain: why QEMU ended, or why it did not start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.domstats import BOOTED, wall_clock
from downstack.collectors.qemu_processes import LIBVIRTD, UPTIME
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import domain, operation
from downstack.source import Answers, Request, Way

_LINE = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(?:\+0000|Z):? (.*)")
_ENDED = re.compile(r"shutting down(?:, reason=([\w-]+))?")
_TAINTED = re.compile(r"Domain id=\d+ is tainted: (.+)")
_ERROR = re.compile(r"(?:\S*qemu\S*|\S*kvm\S*): (?!warning: |terminating on signal|info: )(.+)")
_WARNING = re.compile(r"\S+: warning: (?:TCG|host) doesn't support requested feature.*")
_REFUSED = re.compile(r"libvirt: .*error : (.+)")
_DAY = 86400.0
_CORRUPT = (
    r"Image is not in \S+ format|[Uu]nsupported cluster size|is corrupt|L1 table"
    r"|Could not read .*header|Unsupported (?:qcow2|image) version"
)
_DENIED = (
    r"error (?:connecting|opening pool \S+|reading header from \S+): "
    r"(?:Operation not permitted|Permission denied)"
)
_CLASSES = (
    ("hugepages", re.compile(r"unable to map backing store for guest RAM|[Hh]uge ?(?:tlb|page)")),
    ("image_locked", re.compile(r'Failed to get (?:shared )?"?[\w-]+"? ?lock')),
    ("memory_lock", re.compile(r"cannot limit locked memory|mlock")),
    ("memory", re.compile(r"cannot set up guest memory|[Cc]annot allocate memory")),
    ("storage_denied", re.compile(_DENIED)),
    ("storage_unreachable", re.compile(r"[Ff]ailed to connect|error connecting|Connection ")),
    ("kvm_missing", re.compile(r"/dev/kvm|failed to initialize kvm|[Nn]o accelerator")),
    ("cpu_model", re.compile(r"doesn't support requested feature|CPU model|set MSR")),
    ("machine_type", re.compile(r"unsupported machine type|-machine help")),
    ("image_corrupt", re.compile(_CORRUPT)),
    ("address_in_use", re.compile(r"Address already in use|Failed to find an available port")),
    ("permission", re.compile(r"Permission denied|Operation not permitted")),
    ("image_missing", re.compile(r"Could not open|No such file or directory")),
    ("device_missing", re.compile(r"No such device|is not a valid device|not found")),
)
"""What the last words of a QEMU that did not start mean; the first that fits wins."""


@dataclass(slots=True)
class Run:
    """One start of a QEMU: from `starting up` to `shutting down`."""

    started: float | None = None
    ended: float | None = None
    reason: str = ""
    errors: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    taints: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether it ended before the guest ran."""
        return self.reason == "failed"


def read_log(text: str) -> list[Run]:
    """Return the starts in the log, oldest first."""
    runs: list[Run] = []
    for line in text.splitlines():
        stamped = _LINE.fullmatch(line)
        at = _seconds(stamped[1], stamped[2]) if stamped else None
        said = stamped[3] if stamped else line
        if said.startswith("starting up"):
            runs.append(Run(started=at))
            continue
        ended = _ENDED.fullmatch(said) if stamped else None
        if ended and (not runs or runs[-1].ended is not None):
            runs.append(Run())
        if ended:
            runs[-1].ended, runs[-1].reason = at, ended[1] or "unknown"
        elif runs:
            _note(runs[-1], said, stamped=stamped is not None)
    return runs


def _note(run: Run, said: str, *, stamped: bool) -> None:
    """Keep what QEMU or libvirt's child complains about."""
    tainted = _TAINTED.fullmatch(said) if stamped else None
    error = _ERROR.fullmatch(said) if stamped else _REFUSED.fullmatch(said)
    if tainted:
        run.taints.append(tainted[1])
    elif error:
        run.errors.append(error[1])
    elif stamped and _WARNING.fullmatch(said):
        run.hints.append(said)


def _seconds(day: str, time: str) -> float | None:
    try:
        stamp = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=UTC)
    except ValueError:
        return None
    return stamp.timestamp()


def classify(run: Run) -> str:
    """Return the class of a failed start."""
    if run.started is None and not run.errors:
        return "before_qemu"
    for said in (run.errors[-1:], run.hints[-1:]):
        for name, pattern in _CLASSES:
            if said and pattern.search(said[0]):
                return name
    return "other"


def log_of(one: Entity) -> Request:
    """Return the request for the log of a domain."""
    return Request(Way.FILE, f"/var/log/libvirt/qemu/{one.name}.log")


def _managed(found: Snapshot) -> list[Entity]:
    """Return the domains of the host's libvirtd: those that it lists, all when it lists none."""
    several = found.follow(LIBVIRTD, (Edge.MANAGES,))
    listed = [one for one in several if domain.PERSISTENT.name in found.readings.get(one, {})]
    return [one for one in listed or several if one.name and "/" not in one.name]


def _asks(found: Snapshot) -> Iterable[Request]:
    yield Request(Way.FILE, UPTIME)
    yield Request(Way.FILE, BOOTED)
    yield from (log_of(one) for one in _managed(found))


def _parse(answers: Answers, found: Snapshot) -> Iterable[Row]:
    now = wall_clock(answers)
    for one in _managed(found):
        text = answers.text(log_of(one))
        if isinstance(text, Absent):
            yield from (Reading(one, signal, text) for signal in _OF_DOMAIN)
            continue
        runs = read_log(text)
        for signal, value in _ends(runs, now):
            yield Reading(one, signal, value)
        if runs:
            yield from _start(one, runs[-1], now)


def _ends(runs: list[Run], now: float | Absent) -> Iterator[tuple[Signal, Value]]:
    ended = [run for run in runs if run.ended is not None]
    never = Absent(Reason.NOT_APPLICABLE, "an end of QEMU in the log")
    last = ended[-1].reason if ended else "none"
    yield domain.LAST_END, last if last in domain.LAST_END.states else "unknown"
    yield domain.LAST_END_AGE, _age(ended[-1].ended, now) if ended else never
    errors = [error for run in runs for error in run.errors]
    quiet = Absent(Reason.NOT_APPLICABLE, "an error in the log")
    yield domain.LAST_ERROR, errors[-1] if errors else quiet
    crashed = [_age(run.ended, now) for run in ended if run.reason == "crashed"]
    recent = [age for age in crashed if isinstance(age, float) and age < _DAY]
    unknown = now if isinstance(now, Absent) and crashed else None
    yield domain.CRASHES, unknown or float(len(recent))
    clean = Absent(Reason.NOT_APPLICABLE, "a taint in the log")
    yield domain.TAINTS, " ".join(dict.fromkeys(runs[-1].taints if runs else ())) or clean


def _age(at: float | None, now: float | Absent) -> Value:
    if at is None or isinstance(now, Absent):
        return now if isinstance(now, Absent) else Absent(Reason.MALFORMED)
    return max(0.0, now - at)


def _start(one: Entity, run: Run, now: float | Absent) -> Iterator[Row]:
    """Yield the last start as something that was asked for."""
    start = Entity(Kind.OPERATION, f"{one.key}/start", f"start of {one.name}")
    yield Connection(Edge.ASKED_OF, one, start)
    yield Reading(start, operation.OUTCOME, "failed" if run.failed else "succeeded")
    yield Reading(start, operation.FAILURE, classify(run) if run.failed else "none")
    nothing = Absent(Reason.NOT_APPLICABLE, "an error in the log")
    said = run.errors[-1] if run.failed and run.errors else nothing
    yield Reading(start, operation.MESSAGE, said)
    at = run.ended if run.started is None else run.started
    yield Reading(start, operation.AGE, _age(at, now))


_OF_DOMAIN = (
    domain.LAST_END,
    domain.LAST_END_AGE,
    domain.LAST_ERROR,
    domain.CRASHES,
    domain.TAINTS,
)

COLLECTOR = Collector(
    id="domain_log",
    round=Round.DETAIL,
    level=Level.L2,
    provides=(
        *_OF_DOMAIN,
        operation.OUTCOME,
        operation.FAILURE,
        operation.MESSAGE,
        operation.AGE,
    ),
    asks=_asks,
    parse=_parse,
)
