"""Risks on a real VM: `check` lists what does not hurt now, and `why` blames none of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.disks.file import FileDisk
from lab.domain import GuestSpec
from lab.experiment import new_host
from lab.foreign import foreign_machines
from lab.host import Host
from lab.lock import exclusive
from lab.packages import install_missing
from lab.stage import boot

pytestmark = [
    pytest.mark.lab,
    pytest.mark.timeout(300),
    pytest.mark.skipif(bool(foreign_machines()), reason="foreign VMs run here"),
]

DOWNSTACK = str(Path(sys.executable).with_name("downstack"))
OVERLAYS = 12
RISKS = {
    "backing_chain_too_long",
    "disk_cache_unsafe",
    "emulated_disk_bus",
    "emulated_nic",
    "guest_agent_missing",
}
WITHOUT_KVM = "domain_without_kvm"


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """A host with a VM that was set up carelessly, and two that were not."""
    install_missing()
    with exclusive(), new_host() as made:
        chain = FileDisk(made, "careless")
        for number in range(OVERLAYS):
            chain.add_overlay(f"overlay{number}")
        careless = GuestSpec(
            "careless",
            disks=(chain,),
            disk_bus="sata",
            disk_cache="unsafe",
            nic="e1000",
            agent_channel=False,
        )
        crowded = FileDisk(made, "crowded", filesystem_mebibytes=48)
        crowded.take_all_inodes()
        others = (("careful", FileDisk(made, "careful")), ("crowded", crowded))
        boot(made, careless, *(GuestSpec(name, disks=(disk,)) for name, disk in others))
        yield made


def ask(host: Host, *arguments: str) -> Any:
    """Return the answer of downstack on the host."""
    command = host.inside([DOWNSTACK, *arguments, "--json"])
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return json.loads(done.stdout)


def risks(answer: Any) -> set[str]:
    """Return the risks that any machine would have; KVM is there or not."""
    return {one["fault"] for one in answer["risks"]} - {WITHOUT_KVM}


def test_check_lists_them_on_that_vm_alone(host: Host) -> None:
    """Each is a fact of the definition or of the host; another VM has none of them."""
    found = {one["target"]["name"]: one for one in ask(host, "check")["diagnoses"]}

    assert risks(found["careless"]) == RISKS
    assert risks(found["careful"]) == set()
    assert risks(found["crowded"]) == {"host_inodes_exhausted"}


def test_kvm_that_is_not_used_is_a_risk_where_there_is_kvm(host: Host) -> None:
    """Both run under emulation here."""
    answer = ask(host, "why", "careful")

    named = {one["fault"] for one in answer["risks"]}
    assert (WITHOUT_KVM in named) == Path("/dev/kvm").exists()


def lost(host: Host, size: int) -> bool:
    """Say whether a ping of this size from outside gets no answer."""
    ping = f"busybox ping -q -c 3 -i 0.1 -W 1 -s {size} {GuestSpec('careful').ip}"
    return "100% packet loss" in host.run_outside(["sh", "-c", f"{ping} || true"])


def test_a_port_with_a_small_mtu_loses_large_packets_only(host: Host) -> None:
    """And nothing counts them: the risk is read off the ports of the bridge."""
    tap = GuestSpec("careful").tap
    before = [lost(host, size) for size in (400, 1400)]
    host.run(["ip", "link", "set", "dev", tap, "mtu", "1000"])
    try:
        after = [lost(host, size) for size in (400, 1400)]
        named = {one["fault"] for one in ask(host, "why", "careful")["risks"]}
    finally:
        host.run(["ip", "link", "set", "dev", tap, "mtu", "1500"])

    assert (before, after) == ([False, False], [False, True])
    assert "mtu_mismatch" in named


def test_why_blames_none_of_them(host: Host) -> None:
    """Nobody suffers."""
    answer = ask(host, "why", "careless")

    assert answer["answer"] == "healthy"
    assert answer["causes"] == []
