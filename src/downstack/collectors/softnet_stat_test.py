"""Tests of softnet_stat."""

from pathlib import Path

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.softnet_stat import COLLECTOR, SOFTNET
from downstack.model import Kind
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "softnet_stat_test" / "debian12-6.18"


def test_adds_the_hexadecimal_columns_of_all_cpus() -> None:
    """0x2559f = 152991 and 0x36bc9 = 224201 packets, and one squeeze."""
    host = values(look([COLLECTOR], MACHINE), Kind.HOST, "host")

    assert host["host_softnet_processed_total"] == 152991.0 + 224201.0
    assert host["host_softnet_drops_total"] == 0.0
    assert host["host_softnet_squeezes_total"] == 1.0


@given(grown((MACHINE / "proc/net/softnet_stat").read_text()))
def test_any_text_gives_every_signal_a_value_or_a_reason(text: str) -> None:
    """Neither an exception nor an infinite number."""
    rows = parse(COLLECTOR, {SOFTNET: text})

    assert [row.signal for row in rows if isinstance(row, Reading)] == list(COLLECTOR.provides)
