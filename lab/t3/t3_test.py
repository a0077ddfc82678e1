"""The T3 host, its faults and its controls, on the real thing."""

import subprocess
import time
from collections.abc import Iterator

import pytest

from lab.foreign import foreign_machines
from lab.lock import exclusive
from lab.packages import install_missing
from lab.t3 import catalogue
from lab.t3.experiment import controlled, injected
from lab.t3.host import T3Host
from lab.t3.witnesses import read_latency, steal

pytestmark = [pytest.mark.lab, pytest.mark.t3, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def host() -> Iterator[T3Host]:
    """Return a running host; the first one ever also builds its image and its saved state."""
    install_missing()
    with exclusive(), T3Host() as running:
        yield running


def test_is_a_kvm_host_with_three_guests(host: T3Host) -> None:
    """All that makes it a hypervisor is real."""
    host.reset()

    assert host.domains() == ("db1", "db2", "db3")
    assert host.run("stat -c %F /dev/kvm").strip() == "character special file"
    assert host.run("stat -fc %T /sys/fs/cgroup").strip() == "cgroup2fs"
    assert host.run("systemd-detect-virt || true").strip() == "none"
    assert host.run("cat /sys/devices/system/node/online").strip() == "0-1"
    assert "hypervisor detected: kvm" in host.guest("db1").must("dmesg").lower()


def test_forgets_everything_at_a_reset_but_not_the_time(host: T3Host) -> None:
    """A saved state is old; the clocks are not."""
    host.reset()
    host.run("touch /root/left-behind")
    host.guest("db2").start_cpu_load(2)
    host.reset()

    assert host.run("ls /root/left-behind 2>/dev/null || true") == ""
    assert host.guest("db2").must("cat /run/loads 2>/dev/null || true") == ""
    for seconds in (host.run("date +%s"), host.guest("db3").must("date +%s")):
        assert abs(int(seconds) - time.time()) < 3


def test_lets_others_in_by_ssh(host: T3Host) -> None:
    """The URL works for whoever has the host's environment."""
    command = ["ssh", host.ssh_url, "hostname"]
    done = subprocess.run(
        command, env=host.environment(), capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout == "kvm1\n"


def test_overcommit_is_real_steal(host: T3Host) -> None:
    """The guest sees by itself what the scheduler of the host takes from it."""
    with controlled(host, "cpu_busy") as healthy:
        alone = steal(healthy.target)  # on emulated hardware each wake-up takes a while
        assert alone < 0.25
    with injected(host, "host_cpu_overcommit") as (stage, seen):
        assert seen.after > max(0.25, 2 * alone)
    assert steal(stage.target) < 0.25


def test_slow_storage_is_slow_for_as_long_as_it_lasts(host: T3Host) -> None:
    """The delay is in the block device under the disk, and is taken away again."""
    with injected(host, "storage_backend_slow", 60) as (stage, seen):
        assert seen.before < 20
        assert seen.after >= 54
    assert read_latency(stage.target) < 20


@pytest.mark.parametrize(
    "fault", ["domain_cpu_quota", "storage_backend_failing", "tap_packet_loss"]
)
def test_makes_a_fault_that_its_witness_sees(host: T3Host, fault: str) -> None:
    """No injection yields before its witness has seen the fault."""
    with injected(host, fault) as (_, seen):
        assert seen.after > seen.before


def test_every_module_defines_what_its_name_says() -> None:
    """A name finds its injection or control, and levels are in order of severity."""
    assert {catalogue.injection(name).tier for name in catalogue.faults()} == {"T3"}
    assert [catalogue.control(name).name for name in catalogue.control_names()]


def test_leaves_no_process(host: T3Host) -> None:
    """A host's QEMU ends with it, beside another host that goes on."""
    with T3Host() as other:
        process = other.machine.process
        assert process is not None
        assert process.alive()
        assert not set(foreign_machines()) & {process.pid}
    assert not process.alive()
    assert not other.folder.exists()
    assert host.run("true") == ""
