"""Looks at a recorded machine: a folder with its files, and libvirt's answers below `libvirt/`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from downstack.collector import Collector
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.observe import Timing, observe
from downstack.registry import load_signals
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.files import WAYS, Files

FIRST = 100.0
"""The time of the first reading, on the clock of a recorded machine."""
_ROUNDS_BEFORE_THE_SECOND_SAMPLE = 3


class Recorded:
    """A source over one folder, or over two: then the second sample comes from the second.

    libvirt's answers are `libvirt/domains.json` and so on; `libvirt/absent` holds the reason and
    the need (two lines) when it did not answer. Output of a command is a file below `command/`
    named as its line.
    """

    def __init__(self, first: Path, second: Path | None = None, seconds: float = 5.0) -> None:
        if not (first / "recorded").is_file():
            raise FileNotFoundError(f"{first} says nothing about how it was recorded")
        self._first = first
        self._second = second or first
        self._seconds = seconds
        self._rounds = 0

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer as the machine did."""
        late = self._rounds >= _ROUNDS_BEFORE_THE_SECOND_SAMPLE
        folder, at = (self._second, FIRST + self._seconds) if late else (self._first, FIRST)
        self._rounds += 1
        files = [request for request in requests if request.way in WAYS]
        answers = dict(Files(str(folder)).read(files, deadline))
        for request in requests:
            if request.way is Way.LIBVIRT:
                answers[request] = _libvirt(folder / "libvirt", request)
            elif request.way is Way.COMMAND:
                answers[request] = _command(folder / "command" / request.what)
        return {
            request: Raw(answer.text, at) if isinstance(answer, Raw) else answer
            for request, answer in answers.items()
        }


def _libvirt(folder: Path, request: Request) -> Answer:
    if (folder / "absent").exists():
        reason, need = (folder / "absent").read_text().splitlines()
        return Absent(Reason(reason), need)
    file = folder / f"{request.what}.json"
    return Raw(file.read_text(), 0.0) if file.exists() else Absent(Reason.NOT_ASKED)


def _command(file: Path) -> Answer:
    return Raw(file.read_text(), 0.0) if file.exists() else Absent(Reason.MISSING, "the program")


def look(
    collectors: Sequence[Collector], first: Path, second: Path | None = None, seconds: float = 5.0
) -> Snapshot:
    """Return what these collectors see of a recorded machine; a collector that breaks raises."""
    window = seconds if second is not None else 0.0
    source = Recorded(first, second, seconds)
    timing = Timing(window, 10.0, lambda _seconds: None)
    seen = observe(source, tuple(collectors), load_signals(), timing)
    if seen.failures:
        raise AssertionError(seen.failures)
    return seen.snapshot


def values(snapshot: Snapshot, kind: Kind, name: str) -> dict[str, Value]:
    """Return the readings of the one entity of this kind and name (or key)."""
    (entity,) = (one for one in snapshot.of_kind(kind) if name in {one.name, one.key})
    return dict(snapshot.readings[Entity(kind, entity.key)])
