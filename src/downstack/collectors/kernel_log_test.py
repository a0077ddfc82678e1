"""Tests of kernel_log: the collector, and the pattern of every kind of line."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors import filesystems
from downstack.collectors.kernel_log import COLLECTOR, DMESG
from downstack.collectors.machine import UPTIME
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.signals.kernel_log import LOGS, LogSignal
from downstack.source import Answers, Raw
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "kernel_log_test" / "debian12-6.18"
TEXT = (MACHINE / "command" / DMESG.what).read_text()
FOUND = Snapshot([Entity(Kind.BLOCK_DEVICE, "loop0"), Entity(Kind.LINK, "tap-db1")])
HARMLESS = (
    "pcieport 0000:00:02.0: AER: enabled with IRQ 25",
    "mce: Machine check injector initialized",
    "kvm [12633]: vcpu0 unhandled rdmsr: 0x1c9",
    "EXT4-fs (vda1): mounted filesystem r/w with ordered data mode. Quota mode: none.",
    "XFS (dm-4): Mounting V5 Filesystem",
    "mce: CPU6: Core temperature/speed normal",
    "br0: port 2(vnet0) entered forwarding state",
    "igc 0000:05:00.0 eth1: NIC Link is Up 1000 Mbps Full Duplex, Flow Control: RX",
    "systemd[1]: segfault at 0 ip 00007ff3ffa83089 sp 00007fff14f61820 error 4",
)


def seen(text: str, uptime: str = "10000.0 1.0") -> dict[str, Value]:
    """Return the readings of every known entity by signal name."""
    rows = parse(COLLECTOR, {DMESG: text, UPTIME: uptime}, FOUND)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


@pytest.mark.parametrize("log", LOGS, ids=lambda log: log.name)
def test_finds_the_lines_of_real_kernels(log: LogSignal) -> None:
    """A name in the line is the entity's; a line about the host has none."""
    for _where, line in log.samples:
        match = log.pattern.search(line)
        assert match is not None
        assert any(match.groupdict().values()) is (log.of is not Kind.HOST)


@pytest.mark.parametrize("line", HARMLESS)
def test_lets_harmless_lines_pass(line: str) -> None:
    """What looks like a complaint and is none."""
    assert [log.name for log in LOGS if log.pattern.search(line)] == []


def test_reads_the_complaints_about_a_device() -> None:
    """The filesystem on loop0 failed at 3361.52, 10.54 s before the uptime of 3372.06."""
    snapshot = look([filesystems.COLLECTOR, COLLECTOR], MACHINE)
    loop = values(snapshot, Kind.BLOCK_DEVICE, "loop0")

    assert loop["block_device_log_filesystem_error_hour_count"] == 1.0
    assert loop["block_device_log_filesystem_error_age_seconds"] == pytest.approx(10.54, abs=0.01)
    assert loop["block_device_log_filesystem_stopped_newest"] == (
        "EXT4-fs (loop0): Remounting filesystem read-only"
    )
    assert loop["block_device_log_io_error_hour_count"] == 0.0


def test_a_log_without_complaints_says_none_and_never() -> None:
    """Readable without a match is zero; the age of nothing is no number."""
    host = values(look([COLLECTOR], MACHINE), Kind.HOST, "host")

    assert host["host_log_oom_kill_hour_count"] == 0.0
    assert host["host_log_oom_kill_age_seconds"] == Absent(Reason.NOT_APPLICABLE)


def test_counts_the_last_hour_and_dates_the_newest() -> None:
    """Of three, one is older than an hour; the newest is 500 s old."""
    line = "Out of memory: Killed process 7 (qemu-kvm) total-vm:1kB"
    log = "".join(f"<3>[{at:12.6f}] {line}\n" for at in (100, 9000, 9500))

    assert seen(log)["host_log_oom_kill_hour_count"] == 2.0
    assert seen(log)["host_log_oom_kill_age_seconds"] == 500.0
    assert seen(log)["host_log_oom_kill_of_qemu_newest"] == line


def test_reads_plain_lines_and_lines_with_a_caller() -> None:
    """CONFIG_PRINTK_CALLER adds a field; dmesg without -r has no level."""
    log = "[ 9990.000000][    C1] watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [x:3]\n"

    assert seen(log)["host_log_soft_lockup_hour_count"] == 1.0


def test_says_which_right_is_missing() -> None:
    """An ordinary user may not read the log: that is not a silent log."""
    answers = Answers({DMESG: Absent(Reason.DENIED, "root"), UPTIME: Raw("1.0 1.0", 0.0)})
    rows = [row for row in COLLECTOR.parse(answers, FOUND) if isinstance(row, Reading)]

    assert {row.value for row in rows} == {
        Absent(Reason.DENIED, "root on the host, or kernel.dmesg_restrict=0")
    }
    assert {row.signal for row in rows} == set(COLLECTOR.provides)


def test_a_log_without_times_cannot_be_dated() -> None:
    """printk.time=0: nothing is claimed."""
    log = "<3>Out of memory: Killed process 7 (qemu-kvm)\n"

    assert seen(log)["host_log_oom_kill_hour_count"] == Absent(
        Reason.MALFORMED, "printk.time=1 on the kernel command line"
    )


@given(grown(TEXT), grown("3372.06 3280.25\n"))
def test_any_text_gives_every_signal_a_value_or_a_reason(text: str, uptime: str) -> None:
    """Neither an exception nor an infinite number."""
    assert set(seen(text, uptime)) == {signal.name for signal in COLLECTOR.provides}
