"""Tests of affinity."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors import qemu_processes
from downstack.collectors.affinity import COLLECTOR, ONLINE, read_list
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "domains_test" / "two_guests"
STATUS = (MACHINE / "proc/13756/task/13781/status").read_text()
ONE = Entity(Kind.DOMAIN, "u1", "db1")
RUNNING = Snapshot((), (), {ONE: {"domain_qemu_pid": "7"}})


@pytest.fixture(scope="module")
def seen() -> Snapshot:
    """Return what this collector and its ground see."""
    return look([qemu_processes.COLLECTOR, COLLECTOR], MACHINE)


def vcpu_of(online: str, status: str = STATUS) -> dict[str, Value]:
    """Return the readings of the one vCPU of a QEMU with pid 7."""
    texts = {
        Request(Way.FILE, ONLINE): online,
        Request(Way.FILE, "/proc/7/task/8/comm"): "CPU 0/KVM\n",
        Request(Way.FILE, "/proc/7/task/8/status"): status,
    }
    rows = parse(COLLECTOR, texts, RUNNING)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_both_vcpus_of_db1_are_bound_to_one_cpu(seen: Snapshot) -> None:
    """<vcpupin cpuset='1'> for each: two threads share CPU 1."""
    vcpu = values(seen, Kind.VCPU, "db1/vcpu0")

    assert vcpu["vcpu_allowed_cpus"] == "1"
    assert vcpu["vcpu_allowed_cpus_count"] == 1.0
    assert vcpu["vcpu_pinned_sharers_count"] == 2.0
    domain = values(seen, Kind.DOMAIN, "db1")
    assert domain["domain_max_vcpu_pinned_sharers_count"] == 2.0


def test_a_vcpu_that_may_run_anywhere_shares_no_only_cpu(seen: Snapshot) -> None:
    """It may leave CPU 1 to the others."""
    vcpu = values(seen, Kind.VCPU, "web1/vcpu0")

    assert vcpu["vcpu_allowed_cpus_count"] == 2.0
    assert vcpu["vcpu_pinned_sharers_count"] == 0.0


def test_reads_the_cpus_and_nodes_of_the_process(seen: Snapshot) -> None:
    """The main loop is not pinned; the host has one node."""
    domain = values(seen, Kind.DOMAIN, "db1")

    assert domain["domain_allowed_cpus"] == "0-1"
    assert domain["domain_allowed_nodes"] == "0"
    assert domain["domain_allowed_nodes_count"] == 1.0


def test_only_online_cpus_count() -> None:
    """The kernel lists CPUs that could be plugged in."""
    vcpu = vcpu_of("0-1\n", "Cpus_allowed_list:\t1-63\n")

    assert vcpu["vcpu_allowed_cpus_count"] == 1.0
    assert vcpu["vcpu_pinned_sharers_count"] == 1.0


def test_on_one_cpu_nobody_is_pinned() -> None:
    """All share it whatever they ask for."""
    sharers = vcpu_of("0\n", "Cpus_allowed_list:\t0\n")["vcpu_pinned_sharers_count"]

    assert sharers == Absent(Reason.NOT_APPLICABLE, "a host with more than one CPU")


def test_a_thread_that_has_ended_is_absent() -> None:
    """Not bound to no CPU."""
    texts = {Request(Way.FILE, "/proc/7/task/8/comm"): "CPU 0/KVM\n"}
    rows = parse(COLLECTOR, texts, RUNNING)
    found = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert found["vcpu_allowed_cpus_count"] == Absent(Reason.NOT_ASKED)


@pytest.mark.parametrize(("text", "numbers"), [("0", [0]), ("0-2,8\n", [0, 1, 2, 8]), ("3-3", [3])])
def test_reads_a_list(text: str, numbers: list[int]) -> None:
    """The kernel's list format."""
    found = read_list(text)

    assert not isinstance(found, Absent)
    assert sorted(found) == numbers


@pytest.mark.parametrize("text", ["", "3-1", "0-99999999", "a", "1,,2", "-1", "1.5"])
def test_what_is_no_list_is_malformed(text: str) -> None:
    """Nor a list that would fill the memory."""
    assert isinstance(read_list(text), Absent)


@given(grown("0-1,8-11\n"), grown(STATUS))
def test_any_status_is_read(online: str, status: str) -> None:
    """Neither an exception nor an infinite number."""
    assert len(vcpu_of(online, status)) == len(COLLECTOR.provides)
