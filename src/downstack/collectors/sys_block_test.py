"""Tests of sys_block."""

from pathlib import Path

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors import filesystems
from downstack.collectors.sys_block import COLLECTOR
from downstack.model import Absent, Entity, Kind, Reason, Snapshot
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "sys_block_test" / "debian12-6.18"
SDA = Snapshot([Entity(Kind.BLOCK_DEVICE, "sda", "sda")])
BLOCK = "/sys/class/block"


def test_reads_the_queue_of_a_disk() -> None:
    """536870912 sectors are 256 GiB."""
    disk = values(look([filesystems.COLLECTOR, COLLECTOR], MACHINE), Kind.BLOCK_DEVICE, "vda")

    assert disk["block_device_rotational"] == "yes"
    assert disk["block_device_scheduler"] == "mq-deadline"
    assert disk["block_device_write_cache"] == "write_back"
    assert disk["block_device_queue_limit_count"] == 256.0
    assert disk["block_device_read_only"] == "no"
    assert disk["block_device_size_bytes"] == 256 * 2**30


def test_what_a_virtual_disk_does_not_have_does_not_apply() -> None:
    """A zram device has no scheduler, no device state and nothing below."""
    disk = values(look([filesystems.COLLECTOR, COLLECTOR], MACHINE), Kind.BLOCK_DEVICE, "zram0")

    assert disk["block_device_scheduler"] == Absent(Reason.NOT_APPLICABLE)
    assert disk["block_device_state"] == "none"
    assert disk["block_device_below"] == Absent(Reason.NOT_APPLICABLE)


def test_names_the_devices_below_and_above() -> None:
    """Part of a mirror, and offline."""
    texts = {
        Request(Way.GLOB, f"{BLOCK}/*/holders/*"): f"{BLOCK}/sda/holders/md0",
        Request(Way.FILE, f"{BLOCK}/sda/device/state"): "offline\n",
    }
    rows = parse(COLLECTOR, texts, SDA)
    seen = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert seen["block_device_above"] == "md0"
    assert seen["block_device_state"] == "offline"


@given(grown("none [mq-deadline] kyber\n"), grown("1\n"))
def test_any_text_gives_every_signal_a_value_or_a_reason(words: str, count: str) -> None:
    """Neither an exception nor an infinite number."""
    files = dict.fromkeys(("queue/rotational", "queue/nr_requests", "size", "ro"), count)
    files |= dict.fromkeys(("queue/scheduler", "queue/write_cache", "device/state"), words)
    texts = {Request(Way.FILE, f"{BLOCK}/sda/{file}"): text for file, text in files.items()}
    rows = parse(COLLECTOR, texts, SDA)

    assert {row.signal for row in rows if isinstance(row, Reading)} == set(COLLECTOR.provides)
