"""Where the cgroups of each QEMU are mounted here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.qemu_processes import CGROUPS, COMMAND_LINES, STATS, processes
from downstack.model import Absent, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import cgroup
from downstack.source import Answers, Request, Way

MOUNTS = "/proc/self/mountinfo"
_CONTROLLERS: tuple[tuple[Signal, str, tuple[str, ...]], ...] = (
    (cgroup.CPU_CGROUP, "cpu", ("emulator",)),
    (cgroup.MEMORY_CGROUP, "memory", ("emulator", "libvirt")),
    (cgroup.IO_CGROUP, "blkio", ("emulator", "libvirt")),
)
"""Each controller by its v1 name, and the folders below the domain's in which libvirt puts QEMU."""
_V2 = ""


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted hierarchy: which part of it (`root`), where, and its controllers (none: v2)."""

    root: tuple[str, ...]
    point: str
    controllers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """A cgroup's folder: its version, the mount, and the path below the mount."""

    version: str
    point: str
    path: tuple[str, ...]

    @property
    def folder(self) -> str:
        """The folder itself."""
        return "/".join((self.point, *self.path))

    @property
    def above(self) -> list[str]:
        """The folders above it that can have limits, the nearest first; the root has none."""
        lengths = range(len(self.path) - 1, 0, -1)
        return ["/".join((self.point, *self.path[:length])) for length in lengths]

    def __str__(self) -> str:
        return f"{self.version}:{self.point}:/{'/'.join(self.path)}"


def place_of(text: str) -> Place | None:
    """Return the place that a reading of these signals names."""
    version, _, rest = text.partition(":")
    point, colon, path = rest.partition(":")
    return Place(version, point, _steps(path)) if colon else None


def _steps(path: str) -> tuple[str, ...]:
    return tuple(step for step in path.split("/") if step)


def read_mounts(text: str) -> list[Mount]:
    """Return the cgroup mounts of /proc/self/mountinfo, the newest first."""
    found: list[Mount] = []
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        left, right = before.split(" "), after.split(" ")
        if len(left) < 6 or len(right) < 3:  # noqa: PLR2004 - the fields of the format
            continue
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), left[4])
        if right[0] == "cgroup2":
            found.insert(0, Mount(_steps(left[3]), point, frozenset({_V2})))
        elif right[0] == "cgroup":
            found.insert(0, Mount(_steps(left[3]), point, frozenset(right[2].split(","))))
    return found


def _asks(_found: Snapshot) -> Iterable[Request]:
    yield Request(Way.GLOB, COMMAND_LINES, ("qemu",))
    yield Request(Way.GLOB, STATS)
    yield Request(Way.GLOB, CGROUPS)
    yield Request(Way.FILE, MOUNTS)


def _parse(answers: Answers, _found: Snapshot) -> Iterable[Row]:
    mountinfo = answers.file(MOUNTS)
    mounts = [] if isinstance(mountinfo, Absent) else read_mounts(mountinfo)
    for process in processes(answers):
        text = answers.file(f"/proc/{process.pid}/cgroup")
        for signal, value in _places(text, mounts):
            known = mountinfo if isinstance(mountinfo, Absent) else value
            yield Reading(process.entity, signal, known, process.at)


def _places(text: str | Absent, mounts: list[Mount]) -> Iterator[tuple[Signal, Value]]:
    if isinstance(text, Absent):
        yield from ((signal, text) for signal, _controller, _below in _CONTROLLERS)
        return
    paths: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        _number, _, rest = line.partition(":")
        names, _, path = rest.partition(":")
        paths.update(dict.fromkeys(names.split(","), _steps(path)))
    for signal, controller, below in _CONTROLLERS:
        hierarchy = controller if controller in paths else _V2
        steps = paths.get(hierarchy)
        if steps is None:
            yield (
                signal,
                Absent(Reason.NOT_APPLICABLE, f"a cgroup with the {controller} controller"),
            )
            continue
        while steps and steps[-1] in below:
            steps = steps[:-1]
        yield signal, mounted(steps, hierarchy, mounts)


def mounted(steps: tuple[str, ...], hierarchy: str, mounts: list[Mount]) -> Value:
    """Join the path with the newest mount that shows it (both are seen from our namespace)."""
    for mount in mounts:
        inside = steps[: len(mount.root)] == mount.root and ".." not in steps[len(mount.root) :]
        if hierarchy in mount.controllers and inside:
            version = "v2" if hierarchy == _V2 else "v1"
            return str(Place(version, mount.point, steps[len(mount.root) :]))
    return Absent(Reason.MISSING, "a mount that shows the domain's cgroup (run on the host)")


COLLECTOR = Collector(
    id="qemu_cgroups",
    round=Round.DISCOVER,
    level=Level.L0,
    provides=(cgroup.CPU_CGROUP, cgroup.MEMORY_CGROUP, cgroup.IO_CGROUP),
    asks=_asks,
    parse=_parse,
)
