"""Where the image of each disk lies on the host, and how much room it has there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.domains import read_json
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import backend, image
from downstack.source import Answers, Request, Way

_SPACE_SIGNALS = (
    image.FREE,
    image.SIZE,
    image.FREE_INODES,
    image.READ_ONLY,
    image.FILESYSTEM_TYPE,
)
_MOST = 2.0**100


def _stored(found: Snapshot) -> Iterator[tuple[Entity, Request]]:
    """Yield each backend that lies on this host, with the question about its path."""
    for one in found.of_kind(Kind.BACKEND):
        path = found.text(one, backend.PATH.name)
        if path.startswith("/") and one.key.startswith("file:"):
            yield one, Request(Way.SPACE, path)
        elif path.startswith("/") and one.key.startswith("block:"):
            yield one, Request(Way.LINK, path)


def _asks(found: Snapshot) -> Iterable[Request]:
    yield from (request for _one, request in _stored(found))


def _parse(answers: Answers, found: Snapshot) -> Iterable[Row]:
    for one, request in _stored(found):
        raw = answers.raw(request)
        if request.way is Way.LINK:
            yield from _device(one, request.what, raw if isinstance(raw, Absent) else raw.text)
            continue
        at = 0.0 if isinstance(raw, Absent) else raw.at
        yield Reading(one, image.STATE, state_of_path(raw if isinstance(raw, Absent) else None), at)
        yield Reading(one, image.SILENT, _silent(raw if isinstance(raw, Absent) else None), at)
        if isinstance(raw, Absent):
            yield from _mount_by_name(one, request.what, raw, found)
            yield from (Reading(one, signal, raw) for signal in _SPACE_SIGNALS)
            continue
        space = read_json(raw.text)
        yield from _filesystem(one, space if isinstance(space, dict) else {}, at)


def state_of_path(absent: Absent | None) -> Value:
    """Return whether a path leads to something, by why there was no answer about it."""
    if absent is None:
        return "present"
    named = {Reason.MISSING: "missing", Reason.TIMED_OUT: "silent"}
    return named.get(absent.reason, absent)


def _silent(absent: Absent | None) -> Value:
    if absent is None or absent.reason is Reason.MISSING:
        return 0.0
    return 1.0 if absent.reason is Reason.TIMED_OUT else absent


def _mount_by_name(one: Entity, path: str, absent: Absent, found: Snapshot) -> Iterator[Row]:
    """Connect an image whose filesystem hangs by its path: nobody can resolve its links then."""
    if absent.reason is not Reason.TIMED_OUT:
        return
    mounts = [
        mount
        for mount in found.of_kind(Kind.FILESYSTEM)
        if f"{path}/".startswith(f"{mount.key.rstrip('/')}/")
    ]
    if mounts:
        yield Connection(Edge.STORES, max(mounts, key=lambda mount: len(mount.key)), one)


def _filesystem(one: Entity, space: dict[str, Any], at: float) -> Iterator[Row]:
    mount = space.get("mount")
    mount = mount if isinstance(mount, dict) else {}
    point = mount.get("point")
    if isinstance(point, str) and point:
        yield Connection(Edge.STORES, Entity(Kind.FILESYSTEM, point, point), one)
    none = Absent(Reason.MALFORMED, "the mount that holds the image")
    options = f"{mount.get('options', '')},{mount.get('super_options', '')}".split(",")
    values: tuple[tuple[Signal, Value], ...] = (
        (image.FREE, free_bytes(space)),
        (image.SIZE, _product(space, "f_blocks")),
        (image.FREE_INODES, _inodes(space)),
        (image.READ_ONLY, ("yes" if "ro" in options else "no") if mount else none),
        (image.FILESYSTEM_TYPE, str(mount.get("type") or "") or none),
    )
    for signal, value in values:
        yield Reading(one, signal, value, at)


def free_bytes(space: dict[str, Any]) -> Value:
    """Return the room that users have left, from the answer of Way.SPACE."""
    return _product(space, "f_bavail")


def _product(space: dict[str, Any], key: str) -> Value:
    blocks, size = space.get(key), space.get("f_frsize")
    if not isinstance(blocks, int) or not isinstance(size, int):
        return Absent(Reason.MALFORMED)
    return float(blocks * size) if 0 <= blocks * size < _MOST else Absent(Reason.MALFORMED)


def _inodes(space: dict[str, Any]) -> Value:
    """Return the inodes that are left; filesystems without a table of them count none at all."""
    if space.get("f_files") == 0:
        return Absent(Reason.NOT_APPLICABLE, "a filesystem with a fixed number of inodes")
    free = space.get("f_ffree")
    known = isinstance(free, int) and 0 <= free < _MOST
    return float(free) if known and isinstance(free, int) else Absent(Reason.MALFORMED)


def _device(one: Entity, path: str, target: str | Absent) -> Iterator[Row]:
    """Connect a device with the kernel's name of it: where its link leads, or itself."""
    missing = isinstance(target, Absent) and target.reason in {Reason.MISSING, Reason.TIMED_OUT}
    denied = isinstance(target, Absent) and target.reason is Reason.DENIED
    state = (
        state_of_path(target) if isinstance(target, Absent) and (missing or denied) else "present"
    )
    yield Reading(one, image.STATE, state)
    if not missing and not denied:
        name = (path if isinstance(target, Absent) else target).rstrip("/").rpartition("/")[2]
        if name:
            device = Entity(Kind.BLOCK_DEVICE, name, name)
            yield Connection(Edge.PROVIDES, device, one)
    none = Absent(Reason.NOT_APPLICABLE, "an image in a file")
    yield Reading(one, image.SILENT, none)
    yield from (Reading(one, signal, none) for signal in _SPACE_SIGNALS)


COLLECTOR = Collector(
    id="images",
    round=Round.DETAIL,
    level=Level.L0,
    provides=(image.STATE, image.SILENT, *_SPACE_SIGNALS),
    asks=_asks,
    parse=_parse,
)
