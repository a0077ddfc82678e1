"""Tests of device_mapper."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.block_layers import COLLECTOR as LAYERS
from downstack.collectors.device_mapper import COLLECTOR, STATUS, paths_of, pool_of
from downstack.collectors.filesystems import SLAVES
from downstack.model import Absent, Entity, Kind, Reason, Snapshot
from downstack.signals import device_mapper
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

RECORDED = Path(__file__).parent / "device_mapper_test"
HEALTHY, SICK = RECORDED / "debian12-6.1-healthy", RECORDED / "debian12-6.1-sick"
MAP = "2 0 1 0 2 1 A 0 1 0 8:16 A 0 E 0 1 0 8:32 F 3"
"""Two groups of one path each, as the kernel writes them."""


def test_reads_a_pool_that_is_full() -> None:
    """512 of 512 blocks of data, 422 of 4096 of metadata; it lets writes wait."""
    pool = values(look([LAYERS, COLLECTOR], SICK), Kind.BLOCK_DEVICE, "dm-4")

    assert pool["mapper_target"] == "thin_pool"
    assert pool["mapper_name"] == "vg-pool-tpool"
    assert pool["thin_pool_mode"] == "out_of_data_space"
    assert pool["thin_pool_when_full"] == "queue"
    assert pool["thin_pool_data_used_ratio"] == 1.0
    assert pool["thin_pool_metadata_used_ratio"] == 422 / 4096


def test_reads_a_pool_with_room() -> None:
    """320 of 512 blocks."""
    pool = values(look([LAYERS, COLLECTOR], HEALTHY), Kind.BLOCK_DEVICE, "dm-4")

    assert pool["thin_pool_mode"] == "rw"
    assert pool["thin_pool_data_used_ratio"] == 0.625


def test_reads_a_map_without_paths() -> None:
    """The map has failed both; one of the two disks says so too."""
    found = look([LAYERS, COLLECTOR], SICK)
    row = values(found, Kind.BLOCK_DEVICE, "dm-3")

    assert row["mapper_target"] == "multipath"
    assert row["multipath_active_paths_count"] == 0.0
    assert row["multipath_failed_paths_count"] == 2.0
    assert row["multipath_running_devices_count"] == 1.0
    assert row["multipath_failed_devices_count"] == 1.0
    assert values(found, Kind.BLOCK_DEVICE, "sdc")["block_device_is_path"] == "yes"
    assert values(found, Kind.BLOCK_DEVICE, "sdb")["block_device_is_path"] == "no"


def test_counts_the_paths_of_every_group() -> None:
    """One active, one failed."""
    assert paths_of(MAP) == {device_mapper.MAP_ACTIVE: 1.0, device_mapper.MAP_FAILED: 1.0}


def test_what_is_no_mapping_says_so() -> None:
    """A disk has no target, and a linear mapping is no pool."""
    found = look([LAYERS, COLLECTOR], HEALTHY)
    none = values(found, Kind.BLOCK_DEVICE, "vda")
    linear = values(found, Kind.BLOCK_DEVICE, "dm-0")

    assert none["mapper_target"] == "none"
    assert linear["mapper_target"] == "other"
    assert linear["thin_pool_mode"] == Absent(Reason.NOT_APPLICABLE, "a thin pool")


@pytest.mark.parametrize(
    ("status", "mode"),
    [
        ("Fail", "fail"),
        ("0 9/99 8/88 - ro discard_passdown error_if_no_space - 1024", "ro"),
        ("0 9/99 8/88 - rw discard_passdown error_if_no_space needs_check 9", "needs_check"),
    ],
)
def test_knows_the_modes_of_a_pool(status: str, mode: str) -> None:
    """As Documentation/admin-guide/device-mapper/thin-provisioning.rst lists them."""
    assert pool_of(status)[device_mapper.POOL_MODE] == mode


def _without_root() -> dict[str, object]:
    """Return what an ordinary user sees: names and UUIDs, no status."""
    entities = [Entity(Kind.BLOCK_DEVICE, name, name) for name in ("dm-0", "dm-1", "sda", "sdb")]
    folder = "/sys/class/block"
    texts = {
        SLAVES: f"{folder}/dm-0/slaves/sda\n{folder}/dm-0/slaves/sdb",
        Request(Way.FILE, f"{folder}/dm-0/dm/name"): "mpatha\n",
        Request(Way.FILE, f"{folder}/dm-0/dm/uuid"): "mpath-3600\n",
        Request(Way.FILE, f"{folder}/dm-1/dm/name"): "vg-pool-tpool\n",
        Request(Way.FILE, f"{folder}/dm-1/dm/uuid"): "LVM-abc-tpool\n",
        Request(Way.FILE, f"{folder}/sda/device/state"): "running\n",
        Request(Way.FILE, f"{folder}/sdb/device/state"): "offline\n",
    }
    rows = parse(COLLECTOR, texts, Snapshot(entities))
    return {
        f"{row.entity.key} {row.signal.name}": row.value for row in rows if isinstance(row, Reading)
    }


def test_an_ordinary_user_sees_paths_by_their_disks() -> None:
    """The map's own states need root; the disks' states do not."""
    found = _without_root()

    assert found["dm-0 mapper_target"] == "multipath"
    assert found["dm-0 multipath_map_failed_paths_count"] == Absent(Reason.NOT_ASKED)
    assert found["dm-0 multipath_failed_devices_count"] == 1.0
    assert found["dm-1 mapper_target"] == "thin_pool"
    assert found["dm-1 thin_pool_mode"] == Absent(Reason.NOT_ASKED)


@given(
    grown((SICK / "command" / STATUS.what).read_text() + f"mpathb: 0 99 multipath {MAP}\n"),
    grown("/sys/class/block/dm-3/slaves/sda\n/sys/class/block/dm-4/slaves/dm-3"),
)
def test_any_text_is_read_without_an_exception(status: str, slaves: str) -> None:
    """Lines cut short, counts that are none."""
    entities = [Entity(Kind.BLOCK_DEVICE, name, name) for name in ("dm-3", "dm-4", "sda")]
    texts = {
        STATUS: status,
        SLAVES: slaves,
        Request(Way.FILE, "/sys/class/block/dm-3/dm/name"): "mpatha",
        Request(Way.FILE, "/sys/class/block/dm-4/dm/name"): "vg-pool-tpool",
    }

    assert parse(COLLECTOR, texts, Snapshot(entities))
