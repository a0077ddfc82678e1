"""Tests of raid."""

from pathlib import Path

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.block_layers import COLLECTOR as LAYERS
from downstack.collectors.raid import COLLECTOR
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

RECORDED = Path(__file__).parent / "device_mapper_test"
MD = Entity(Kind.BLOCK_DEVICE, "md0", "md0")


def read(**files: str) -> dict[str, Value]:
    """Return the readings of md0 whose files below md/ are these."""
    texts = {Request(Way.FILE, f"/sys/class/block/md0/md/{k}"): v for k, v in files.items()}
    rows = parse(COLLECTOR, texts, Snapshot([MD]))
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_reads_a_mirror_that_lacks_a_member() -> None:
    """One of two was taken out, and nothing rebuilds it."""
    row = values(look([LAYERS, COLLECTOR], RECORDED / "debian12-6.1-sick"), MD.kind, "md0")

    assert row["raid_level"] == "raid1"
    assert row["raid_missing_members_count"] == 1.0
    assert row["raid_members_count"] == 2.0
    assert row["raid_sync_action"] == "idle"


def test_reads_a_mirror_that_is_whole() -> None:
    """Both members are there; what is no RAID is not judged."""
    found = look([LAYERS, COLLECTOR], RECORDED / "debian12-6.1-healthy")

    assert values(found, MD.kind, "md0")["raid_missing_members_count"] == 0.0
    assert values(found, MD.kind, "vda")["raid_missing_members_count"] == Absent(
        Reason.NOT_APPLICABLE, "a RAID of the kernel"
    )


def test_reads_a_rebuild() -> None:
    """As Linux 6.1 wrote it two seconds after a new member had been added: 1536 KiB per second."""
    row = read(array_state="clean\n", sync_action="recover\n", sync_speed="1536\n", degraded="1\n")

    assert row["raid_sync_action"] == "recover"
    assert row["raid_sync_rate_bytes"] == 1572864.0


def test_stripes_have_no_redundancy_to_lose() -> None:
    """RAID 0 has no file for missing members."""
    row = read(array_state="clean\n", level="raid0\n", raid_disks="4 (3)\n")

    assert row["raid_members_count"] == 4.0
    assert row["raid_missing_members_count"] == Absent(
        Reason.NOT_APPLICABLE, "a RAID level with redundancy"
    )


@given(grown("clean"), grown("recover"), grown("1536"), grown("4 (3)"))
def test_any_text_is_read_without_an_exception(
    state: str, action: str, speed: str, disks: str
) -> None:
    """Whatever a future kernel writes."""
    assert read(array_state=state, sync_action=action, sync_speed=speed, raid_disks=disks)
