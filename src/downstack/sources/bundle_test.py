"""What was recorded is what is replayed; a damaged or hostile file is one line of error."""

import gzip
import json
import math
import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.bundle import Bundle, BundleError, Header, Recording

LOAD = Request(Way.FILE, "/proc/loadavg")
LINES = Request(Way.GLOB, "/proc/[0-9]*/cmdline", ("qemu",))
QEMU = Request(Way.FILE, "/proc/7/cmdline")
CLOSED = Request(Way.FILE, "/proc/8/cmdline")
HEADER = Header(downstack="0.1.0", at="2026-01-02T03:04:05Z", command="collect", window=2.0)
DENIED = Absent(Reason.DENIED, "root on the host")


class Played:
    """Gives prepared rounds of answers, one a read."""

    def __init__(self, *rounds: Mapping[Request, Answer]) -> None:
        self._rounds = list(rounds)
        self.asked: list[tuple[Request, ...]] = []

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Return the next round, whatever is asked."""
        assert deadline == 1.0
        self.asked.append(tuple(requests))
        return self._rounds.pop(0)


def record(path: Path, *rounds: Mapping[Request, Answer]) -> list[Mapping[Request, Answer]]:
    """Record *rounds* into a file and return the answers that were handed on."""
    recording = Recording(Played(*rounds))
    handed = [recording.read(tuple(answers), 1.0) for answers in rounds]
    recording.write(path, HEADER)
    return handed


def test_the_nth_read_gives_the_nth_answer_and_then_the_last(tmp_path: Path) -> None:
    """A counter read twice gives both values with their times, so a rate is the same."""
    first, second = Raw("1 0 0\n", 10.0), Raw("2 0 0\n", 12.0)
    record(tmp_path / "b.gz", {LOAD: first}, {LOAD: second})
    bundle = Bundle(tmp_path / "b.gz")
    assert [bundle.read((LOAD,), 1.0)[LOAD] for _ in range(3)] == [first, second, second]


def test_a_request_of_a_later_round_is_found_at_its_first_read(tmp_path: Path) -> None:
    """Each request has its own row of answers, in whichever rounds it was asked."""
    once = Raw("later", 3.0)
    record(tmp_path / "b.gz", {LOAD: Raw("a", 1.0)}, {QEMU: once})
    assert Bundle(tmp_path / "b.gz").read((QEMU,), 1.0) == {QEMU: once}


def test_a_glob_brings_its_files_and_those_it_could_not_read(tmp_path: Path) -> None:
    """A replayed glob answers with the same files, those that were denied included."""
    answers: dict[Request, Answer] = {
        LINES: Raw("/proc/7/cmdline", 1.0),
        QEMU: Raw("qemu\0-name\0db1\0", 1.0),
        CLOSED: DENIED,
        LOAD: Raw("not of the glob", 1.0),
    }
    record(tmp_path / "b.gz", answers)
    replayed = Bundle(tmp_path / "b.gz").read((LINES,), 1.0)
    assert replayed == {request: answers[request] for request in (LINES, QEMU, CLOSED)}


def test_what_was_not_recorded_is_not_asked(tmp_path: Path) -> None:
    """A question that the recording did not ask is no evidence, and no error."""
    record(tmp_path / "b.gz", {LOAD: DENIED})
    answers = Bundle(tmp_path / "b.gz").read((QEMU, LOAD), 1.0)
    assert answers == {QEMU: Absent(Reason.NOT_ASKED, "a bundle that has it"), LOAD: DENIED}


def test_secrets_go_before_anything_is_handed_on_or_written(tmp_path: Path) -> None:
    """The live answer is the redacted one, so live and replayed reports are equal."""
    line = "qemu\0-spice\0port=5900,password=hunter22\0"
    answers: dict[Request, Answer] = {QEMU: Raw(line, 1.0)}
    answers |= {LOAD: Absent(Reason.MISSING, "libvirt (token=hunter22)")}
    (handed,) = record(tmp_path / "b.gz", answers)
    assert handed[QEMU] == Raw("qemu\0-spice\0port=5900,password=REDACTED\0", 1.0)
    assert b"hunter22" not in gzip.decompress((tmp_path / "b.gz").read_bytes())
    assert Bundle(tmp_path / "b.gz").read((QEMU, LOAD), 1.0) == handed


def test_the_file_is_private_deterministic_and_says_what_it_is(tmp_path: Path) -> None:
    """The same answers make the same bytes, readable for their owner only."""
    for name in ("a.gz", "b.gz"):
        record(tmp_path / name, {LOAD: Raw("x", 1.0), QEMU: DENIED})
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert stat.S_IMODE((tmp_path / "a.gz").stat().st_mode) == 0o600
    assert Bundle(tmp_path / "a.gz").header == HEADER
    assert sorted(os.listdir(tmp_path)) == ["a.gz", "b.gz"]  # noqa: PTH208 - names only


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.builds(Raw, TEXTS, st.floats(0, 1e9)),
    st.builds(Absent, st.sampled_from(Reason), TEXTS),
)
REQUESTS = st.builds(
    Request,
    st.sampled_from([way for way in Way if way is not Way.GLOB]),
    TEXTS,
    st.lists(TEXTS, max_size=2).map(tuple),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(REQUESTS, ANSWERS, max_size=4), max_size=4))
def test_a_replay_of_the_same_reads_gives_the_same_answers(
    tmp_path: Path, rounds: list[dict[Request, Answer]]
) -> None:
    """Whatever was answered, in whatever order, comes back equal."""
    handed = record(tmp_path / "b.gz", *rounds)
    bundle = Bundle(tmp_path / "b.gz")
    assert [bundle.read(tuple(answers), 1.0) for answers in rounds] == handed


def _row(**changes: object) -> dict[str, Any]:
    names = ("way", "what", "arguments", "text", "at", "reason", "need")
    row = dict(zip(names, ("file", "/a", [], "x", 1.0, "", ""), strict=True)) | changes
    return {"header": {"format": 1}, "rounds": [[list(row.values())]]}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is no bundle of downstack"),
        (b"plain text", "is damaged or no bundle"),
        (gzip.compress(b"{}")[:-4], "is damaged or no bundle"),
        (gzip.compress(b'{"header":{"format":1},"rounds":[['), "is no bundle of downstack"),
        (gzip.compress(b"[" * 100_000), "is no bundle of downstack"),
        (gzip.compress(b'{"header":{},"rounds":7}'), "is no bundle of downstack"),
        (gzip.compress(b"\xff\xfe"), "is no bundle of downstack"),
        (_row(at="soon"), "is no bundle of downstack"),
        (_row(text=7), "is no bundle of downstack"),
        (_row(arguments="ab"), "is no bundle of downstack"),
        (_row(at=math.nan), "is no bundle of downstack"),
        (b'{"header":{"format":1},"rounds":[[["file","/a",[],"x",1e999,"",""]]]}', "bundle"),
        (_row(way="telepathy"), "read it with the version that made it"),
        (_row(reason="tired"), "read it with the version that made it"),
        ({"header": {"format": 2}, "rounds": []}, "has format 2"),
    ],
)
def test_a_bad_file_is_one_line_that_says_what_to_do(
    tmp_path: Path, content: bytes | dict[str, Any], says: str
) -> None:
    """Cut, foreign, wrongly typed or newer: a BundleError, never another exception."""
    if isinstance(content, dict):
        content = gzip.compress(json.dumps(content).encode())
    elif content.startswith(b"{"):
        content = gzip.compress(content)
    path = tmp_path / "bad.gz"
    path.write_bytes(content)
    with pytest.raises(BundleError, match=says) as caught:
        Bundle(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A file that unpacks to more than the cap is refused after the cap."""
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b" " * (5 << 20)))
    with pytest.raises(BundleError, match="unpacks to more than 1 MiB"):
        Bundle(tmp_path / "bomb.gz", cap=1 << 20)


def test_what_is_not_a_file_is_no_bundle(tmp_path: Path) -> None:
    """A folder, a pipe and a path without anything are named, and no pipe is waited for."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "none"):
        with pytest.raises(BundleError, match="is not a file"):
            Bundle(path)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 400), byte=st.integers(0, 255))
def test_one_wrong_byte_is_an_error_or_a_bundle(tmp_path: Path, at: int, byte: int) -> None:
    """Damage anywhere in the file gives a BundleError or something that can be read."""
    record(tmp_path / "b.gz", {LOAD: Raw("x", 1.0), QEMU: DENIED})
    data = bytearray((tmp_path / "b.gz").read_bytes())
    data[at % len(data)] = byte
    (tmp_path / "c.gz").write_bytes(data)
    try:
        answers = Bundle(tmp_path / "c.gz").read((LOAD,), 1.0)
    except BundleError:
        answers = {LOAD: DENIED}
    assert LOAD in answers


def test_with_pseudonyms_names_and_addresses_are_replaced_both_ways(tmp_path: Path) -> None:
    """Collectors see pseudonyms, the machine is asked by its real names, the file has none."""
    uuid, mac = "6695eb01-f6a4-8304-79aa-97f2502e193f", "52:54:00:12:34:56"
    domains = Request(Way.LIBVIRT, "domains")
    xml = f"<name>payroll</name><mac address='{mac}'/><ip>192.0.2.7</ip>"
    played = Played(
        {
            domains: Raw(
                json.dumps([{"uuid": uuid, "name": "payroll", "xml": xml}], separators=(",", ":")),
                1.0,
            )
        },
        {Request(Way.LIBVIRT, "domstats", (uuid,)): Raw("{}", 2.0)},
    )
    recording = Recording(played, pseudonyms=True)
    shown = recording.read((domains,), 1.0)[domains]
    assert isinstance(shown, Raw)
    domain = json.loads(shown.text)[0]
    assert domain["name"] in domain["xml"]
    stats = Request(Way.LIBVIRT, "domstats", (domain["uuid"],))
    assert set(recording.read((stats,), 1.0)) == {stats}
    assert played.asked[1] == (Request(Way.LIBVIRT, "domstats", (uuid,)),)
    recording.write(tmp_path / "b.gz", HEADER)
    written = gzip.decompress((tmp_path / "b.gz").read_bytes()).decode()
    assert not [real for real in (uuid, mac, "payroll", "192.0.2.7") if real in written]
    assert Bundle(tmp_path / "b.gz").read((stats,), 1.0) == {stats: Raw("{}", 2.0)}


def test_a_password_of_the_command_line_is_not_kept(tmp_path: Path) -> None:
    """The header says how the bundle was made, not with which secret."""
    command = "downstack collect --ceph-metrics https://admin:hunter2@h:9283 -o x"
    path = tmp_path / "x"
    Recording(Played()).write(path, replace(HEADER, command=command))

    assert "hunter2" not in gzip.decompress(path.read_bytes()).decode()
    assert "https://admin:" in Bundle(path).header.command
