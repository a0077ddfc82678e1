"""The main job on real machines: what the lab breaks is named, what is healthy stays silent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab import catalogue
from lab.foreign import foreign_machines
from lab.lock import exclusive
from lab.packages import install_missing
from lab.scoreboard.experiment import make
from lab.scoreboard.plan import Kind, Run
from lab.t3 import catalogue as t3

pytestmark = [
    pytest.mark.lab,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(bool(foreign_machines()), reason="foreign VMs run here"),
]
SEED = 7
"""No seed of the scoreboard or of the calibration."""
BROKEN = (
    "storage_backend_slow",
    "disk_iotune_throttle",
    "domain_cpu_quota",
    "host_filesystem_full",
    "guest_kernel_panicked",
    "qemu_hung",
    "libvirtd_down",
)
HEALTHY = ("idle", "disk_busy_fast")
BROKEN_T3 = (
    "storage_backend_slow",
    "storage_backend_failing",
    "domain_cpu_quota",
    "host_cpu_overcommit",
    "tap_packet_loss",
)
HEALTHY_T3 = ("idle",)


@pytest.fixture(scope="module", autouse=True)
def _machine() -> Iterator[None]:
    """Install what the lab needs, and let nobody else measure meanwhile."""
    install_missing()
    with exclusive():
        yield


def run(kind: Kind, name: str, levels: tuple[float, ...], tier: str, folder: Path) -> Any:
    """Make one run and return its answer; the lab's own failure fails the test."""
    one = Run(
        id=name,
        kind=kind,
        names=(name,),
        grade="hard",
        levels=levels,
        degraded="",
        seed=SEED,
        tier=tier,
    )
    record = make(one, folder)
    assert record["status"] == "done", record["error"]
    return record["answer"]


@pytest.mark.parametrize("fault", BROKEN)
def test_fault_is_named_first(fault: str, tmp_path: Path) -> None:
    """At its hard level, with full evidence."""
    hard = catalogue.injection(fault).levels[2]
    answer = run("injection", fault, (hard,), "T1", tmp_path)

    assert [cause["fault"] for cause in answer["causes"]][:1] == [fault]


@pytest.mark.parametrize("control", HEALTHY)
def test_healthy_machine_is_silent(control: str, tmp_path: Path) -> None:
    """Idle, and as busy as the machines that are broken."""
    answer = run("control", control, (), "T1", tmp_path)

    assert answer["causes"] == []


@pytest.mark.t3
@pytest.mark.parametrize("fault", BROKEN_T3)
def test_fault_of_a_real_hypervisor_is_named_over_ssh(fault: str, tmp_path: Path) -> None:
    """Nothing is installed there: the same collectors through ssh."""
    hard = t3.injection(fault).levels[2]
    answer = run("injection", fault, (hard,), "T3", tmp_path)

    assert [cause["fault"] for cause in answer["causes"]][:1] == [fault]


@pytest.mark.t3
@pytest.mark.parametrize("control", HEALTHY_T3)
def test_healthy_hypervisor_is_silent(control: str, tmp_path: Path) -> None:
    """A real KVM host on which nobody waits."""
    answer = run("control", control, (), "T3", tmp_path)

    assert answer["causes"] == []
