"""Tests of loops."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from downstack.collectors.loops import COLLECTOR
from downstack.model import Kind
from downstack.source import Request, Way
from tests.support.grown import parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "device_mapper_test" / "debian12-6.1-healthy"


def test_reads_the_file_of_each() -> None:
    """Five are in use; the kernel lists no file for the others."""
    found = look([COLLECTOR], MACHINE)

    assert [one.key for one in found.of_kind(Kind.BLOCK_DEVICE)] == [
        "loop0",
        "loop1",
        "loop2",
        "loop3",
        "loop4",
    ]
    assert values(found, Kind.BLOCK_DEVICE, "loop4")["loop_file"] == "/srv/nfsimg"


@given(st.text())
def test_any_text_is_a_path(text: str) -> None:
    """A file name may hold anything."""
    request = Request(Way.FILE, "/sys/block/loop0/loop/backing_file")

    assert len(parse(COLLECTOR, {request: text})) == 1
