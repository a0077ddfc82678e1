"""Tests of proc_diskstats."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.proc_diskstats import COLLECTOR, DISKSTATS
from downstack.model import Absent, Entity, Kind, Reason, Snapshot
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

HERE = Path(__file__).parent / "proc_diskstats_test"
MACHINE, LATER = HERE / "debian12-6.18", HERE / "debian12-6.18-later"
LINUX_3 = (
    "   8       0 sda 10 0 80 20 5 0 40 100 1 60 120\n   1       0 ram0 0 0 0 0 0 0 0 0 0 0 0\n"
)


def test_reads_requests_bytes_and_seconds() -> None:
    """114577 reads of 5949057 sectors took 48373 ms."""
    disk = values(look([COLLECTOR], MACHINE), Kind.BLOCK_DEVICE, "vda")

    assert disk["block_device_reads_total"] == 114577.0
    assert disk["block_device_read_bytes_total"] == 5949057 * 512
    assert disk["block_device_read_seconds_total"] == pytest.approx(48.373)
    assert disk["block_device_flush_seconds_total"] == pytest.approx(1.877)
    assert disk["block_device_in_flight_count"] == 0.0


def test_two_samples_give_mean_waits() -> None:
    """434 reads took 47 ms, 1217 writes 85 ms, 402 flushes 19 ms; 104 of 5000 ms were busy."""
    disk = values(look([COLLECTOR], MACHINE, LATER, 5.0), Kind.BLOCK_DEVICE, "vda")

    assert disk["block_device_read_wait_seconds"] == pytest.approx(0.047 / 434)
    assert disk["block_device_write_wait_seconds"] == pytest.approx(0.085 / 1217)
    assert disk["block_device_wait_seconds"] == pytest.approx(0.132 / 1651)
    assert disk["block_device_flush_wait_seconds"] == pytest.approx(0.019 / 402)
    assert disk["block_device_writes_rate"] == pytest.approx(1217 / 5)
    assert disk["block_device_busy_ratio"] == pytest.approx(0.104 / 5)


def test_an_idle_device_has_no_wait_rather_than_a_short_one() -> None:
    """A stalled disk ends no request either (D23)."""
    disk = values(look([COLLECTOR], MACHINE, LATER, 5.0), Kind.BLOCK_DEVICE, "loop0")

    assert disk["block_device_wait_seconds"] == Absent(Reason.NOT_APPLICABLE)


def test_an_old_kernel_counts_no_flushes_and_empty_ram_disks_are_left_out() -> None:
    """Fourteen columns were all before Linux 4.18."""
    rows = [row for row in parse(COLLECTOR, {DISKSTATS: LINUX_3}) if isinstance(row, Reading)]
    seen = {row.signal.name: row.value for row in rows}

    assert {row.entity.key for row in rows} == {"sda"}
    assert seen["block_device_in_flight_count"] == 1.0
    assert seen["block_device_flushes_total"] == Absent(Reason.UNSUPPORTED, "Linux 5.5 or newer")


def test_a_device_that_is_gone_is_missing() -> None:
    """What DISCOVER found does not vanish from the snapshot."""
    found = Snapshot([Entity(Kind.BLOCK_DEVICE, "sdz", "sdz")])
    rows = [row for row in parse(COLLECTOR, {DISKSTATS: ""}, found) if isinstance(row, Reading)]

    assert {row.value for row in rows} == {Absent(Reason.MISSING, "the device")}


@given(grown((MACHINE / "proc/diskstats").read_text()))
def test_any_text_gives_every_signal_of_a_device_a_value_or_a_reason(text: str) -> None:
    """Neither an exception nor an infinite number."""
    seen: dict[str, set[str]] = {}
    for row in parse(COLLECTOR, {DISKSTATS: text}):
        assert isinstance(row, Reading)
        seen.setdefault(row.entity.key, set()).add(row.signal.name)

    assert all(len(names) == len(COLLECTOR.provides) for names in seen.values())
