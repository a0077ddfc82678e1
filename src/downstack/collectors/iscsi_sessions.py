"""The iSCSI session of each disk that the kernel reaches that way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.model import Absent, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import iscsi
from downstack.source import Answers, Request, Way

_SESSIONS = "/sys/class/iscsi_session"
_CONNECTIONS = "/sys/class/iscsi_connection"
DISKS = Request(Way.GLOB, f"{_SESSIONS}/session*/device/target*/*:*:*:*/block/*")
_SESSION_FILES = ("state", "targetname", "recovery_tmo")
_CONNECTION_FILES = ("state", "persistent_address", "persistent_port")
_SIGNALS = (iscsi.CONNECTION, iscsi.TARGET, iscsi.PORTAL, iscsi.RECOVERY)
_NO_SESSION = Absent(Reason.NOT_APPLICABLE, "a disk on iSCSI")
_DEPTH = 10


def _asks(_found: Snapshot) -> Iterable[Request]:
    yield DISKS
    yield from (Request(Way.GLOB, f"{_SESSIONS}/session*/{file}") for file in _SESSION_FILES)
    for file in _CONNECTION_FILES:
        yield Request(Way.GLOB, f"{_CONNECTIONS}/connection*/{file}")


def sessions_of(paths: str) -> dict[str, str]:
    """Return the session of each disk by the disk's kernel name."""
    rows = (path.split("/") for path in paths.split("\n"))
    return {row[-1]: row[4] for row in rows if len(row) == _DEPTH and row[-2] == "block"}


def _state(text: str | Absent, signal: Signal) -> Value:
    if isinstance(text, Absent):
        return text
    word = text.strip().lower()
    malformed = Absent(Reason.MALFORMED, f"one of {', '.join(signal.states)}")
    return word if word in signal.states else malformed


def _values(answers: Answers, session: str) -> Iterator[tuple[Signal, Value]]:
    at = f"{_SESSIONS}/{session}"
    connection = f"{_CONNECTIONS}/connection{session.removeprefix('session')}:0"
    yield iscsi.SESSION, _state(answers.file(f"{at}/state"), iscsi.SESSION)
    yield iscsi.CONNECTION, _state(answers.file(f"{connection}/state"), iscsi.CONNECTION)
    target = answers.file(f"{at}/targetname")
    yield iscsi.TARGET, target if isinstance(target, Absent) else target.strip()
    address, port = (
        answers.file(f"{connection}/persistent_{file}") for file in ("address", "port")
    )
    known = not isinstance(address, Absent) and not isinstance(port, Absent)
    yield iscsi.PORTAL, f"{address} {port}".replace("\n", "") if known else address
    seconds = answers.file(f"{at}/recovery_tmo")
    yield iscsi.RECOVERY, seconds if isinstance(seconds, Absent) else number(seconds.strip())


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    listed = answers.text(DISKS)
    known = isinstance(listed, str) or listed.reason is Reason.MISSING
    sessions = sessions_of(listed) if isinstance(listed, str) else {}
    for one in found.of_kind(Kind.BLOCK_DEVICE):
        if one.key in sessions:
            for signal, value in _values(answers, sessions[one.key]):
                yield Reading(one, signal, value)
            continue
        yield Reading(one, iscsi.SESSION, "none" if known else listed)
        yield from (Reading(one, signal, _NO_SESSION) for signal in _SIGNALS)


COLLECTOR = Collector(
    id="iscsi_sessions",
    round=Round.DETAIL,
    level=Level.L0,
    provides=(iscsi.SESSION, *_SIGNALS),
    asks=_asks,
    parse=_parse,
)
