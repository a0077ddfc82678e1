"""How much room the file of each loop device has, and whether a kernel NBD device is connected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.domains import read_json
from downstack.collectors.images import free_bytes, state_of_path
from downstack.model import Absent, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signals import loop
from downstack.source import Answers, Raw, Request, Way

NBD_PIDS = Request(Way.GLOB, "/sys/block/nbd*/pid")
_DELETED = " (deleted)"
_NO_LOOP = Absent(Reason.NOT_APPLICABLE, "a loop device")
_NO_NBD = Absent(Reason.NOT_APPLICABLE, "an NBD device of the kernel")


def _request(found: Snapshot, one: Entity) -> Request | None:
    path = found.text(one, loop.FILE.name)
    return Request(Way.SPACE, path) if path.startswith("/") else None


def _asks(found: Snapshot) -> Iterable[Request]:
    yield NBD_PIDS
    for one in found.of_kind(Kind.BLOCK_DEVICE):
        request = _request(found, one)
        if request is not None and not request.what.endswith(_DELETED):
            yield request


def _room(answers: Answers, request: Request | None) -> tuple[Value, Value]:
    if request is None:
        return _NO_LOOP, _NO_LOOP
    if request.what.endswith(_DELETED):
        return "missing", Absent(Reason.MISSING, "the path of a file that was deleted")
    raw = answers.raw(request)
    if isinstance(raw, Absent):
        return state_of_path(raw), raw
    space = read_json(raw.text)
    return "present", free_bytes(space if isinstance(space, dict) else {})


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    listed = answers.raw(NBD_PIDS)
    clients = {path.split("/")[3] for path in answers.files(NBD_PIDS.what)}
    for one in found.of_kind(Kind.BLOCK_DEVICE):
        state, free = _room(answers, _request(found, one))
        yield Reading(one, loop.FILE_STATE, state)
        yield Reading(one, loop.FREE, free)
        client: Value = _NO_NBD
        if one.key.startswith("nbd"):
            known = "connected" if one.key in clients else "unconnected"
            client = known if isinstance(listed, Raw) else listed
        yield Reading(one, loop.NBD_CLIENT, client)


COLLECTOR = Collector(
    id="loop_room",
    round=Round.DETAIL,
    level=Level.L0,
    provides=(loop.FILE_STATE, loop.FREE, loop.NBD_CLIENT),
    asks=_asks,
    parse=_parse,
)
