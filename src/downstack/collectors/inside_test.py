"""Tests of inside."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collector import Reading
from downstack.collectors import machine
from downstack.collectors.inside import COLLECTOR
from downstack.collectors.machine import SELF
from downstack.collectors.proc_diskstats import DISKSTATS
from downstack.collectors.proc_pressure import CPU
from downstack.model import Absent, Kind, Reason, Snapshot, Value
from downstack.source import Answers, Request
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

HERE = Path(__file__).parent / "inside_test"
MACHINE, LATER = HERE / "debian12-6.18", HERE / "debian12-6.18-later"
GUEST = Snapshot([SELF])
TEXTS = {
    request: (MACHINE / request.what.removeprefix("/")).read_text()
    for request in COLLECTOR.asks(GUEST)
}


def inside() -> dict[str, Value]:
    """Return the readings of the recorded guest, five seconds apart."""
    seen = look([machine.COLLECTOR, COLLECTOR], MACHINE, LATER, 5.0)
    return values(seen, Kind.GUEST, "self")


def test_reads_the_cpu_of_a_guest() -> None:
    """In five seconds its two vCPUs ran 6.65 s, lost 0.01 s and waited 0.08 s for storage."""
    guest = inside()

    assert guest["guest_cpus_count"] == 2.0
    assert guest["guest_cpu_busy_ratio"] == pytest.approx(0.665)
    assert guest["guest_cpu_steal_ratio"] == pytest.approx(0.001)
    assert guest["guest_cpu_iowait_ratio"] == pytest.approx(0.008)
    assert guest["guest_runnable_per_cpu_count"] == pytest.approx((4 - 1) / 2)
    assert guest["guest_pressure_cpu_waiting_ratio"] == pytest.approx(3.399472 / 5)


def test_reads_the_memory_of_a_guest() -> None:
    """22256980 of 24683656 kB were available at first; nothing was swapped or killed."""
    guest = values(look([machine.COLLECTOR, COLLECTOR], MACHINE), Kind.GUEST, "self")

    assert guest["guest_memory_available_ratio"] == pytest.approx(22256980 / 24683656)
    assert guest["guest_swap_in_pages_total"] == 0.0
    assert guest["guest_oom_kills_total"] == 0.0


def test_reads_the_disks_of_a_guest() -> None:
    """434 reads took 47 ms and 1217 writes 85 ms, on the one disk; zram is none."""
    guest = inside()

    assert guest["guest_disk_wait_seconds"] == pytest.approx(0.132 / 1651)
    assert guest["guest_disk_read_wait_seconds"] == pytest.approx(0.047 / 434)


def test_a_host_of_its_own_is_no_guest() -> None:
    """Where DISCOVER found none, nothing is asked and nothing said."""
    assert list(COLLECTOR.asks(Snapshot())) == []
    assert parse(COLLECTOR, TEXTS) == []


def test_a_guest_without_psi_says_what_it_needs() -> None:
    """The same words as for a host."""
    rows = COLLECTOR.parse(Answers({CPU: Absent(Reason.MISSING)}), GUEST)
    seen = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert seen["guest_pressure_cpu_waiting_avg10_ratio"] == Absent(
        Reason.UNSUPPORTED, "psi=1 on the kernel command line"
    )


def test_disks_that_cannot_be_read_are_no_idle_disks() -> None:
    """One garbled number spoils the sum instead of shrinking it."""
    text = "254 0 vda 10 0 80 x 5 0 40 100 1 60 120\n254 16 vdb 10 0 80 20 5 0 40 100 1 60 120\n"
    rows = parse(COLLECTOR, {DISKSTATS: text}, GUEST)
    seen = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert seen["guest_disk_reads_total"] == 20.0
    assert isinstance(seen["guest_disk_read_seconds_total"], Absent)


@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_any_text_gives_every_signal_a_value_or_a_reason(
    request: Request, data: st.DataObject
) -> None:
    """Neither an exception nor an infinite number."""
    text = data.draw(grown(TEXTS[request]))
    rows = parse(COLLECTOR, TEXTS | {request: text}, GUEST)

    assert {row.signal for row in rows if isinstance(row, Reading)} == set(COLLECTOR.provides)
