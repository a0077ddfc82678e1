"""Tests of domain_numa.

The texts of memory.numa_stat are written by hand in the format of the kernel (cgroup v2, v1).
"""

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.domain_numa import COLLECTOR, read_stat
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Request, Way
from tests.support.grown import grown, parse

V2 = "anon N0=2097152 N1=65011712\nfile N0=4096 N1=0\nanon_thp N0=0 N1=62914560\n"
V1 = "total=400 N0=300 N1=100\nanon=8 N0=8 N1=0\nhierarchical_anon=16384 N0=4096 N1=12288\n"
ONE = Entity(Kind.DOMAIN, "u1", "db1")
NODES = {Entity(Kind.NUMA_NODE, str(n), f"node{n}"): f"{2 * n}-{2 * n + 1}" for n in (0, 1)}
FOLDER = "/sys/fs/cgroup/machine.slice/db1.scope"
FOUND = Snapshot(
    readings={
        ONE: {
            "domain_qemu_pid": "7",
            "domain_memory_cgroup": "v2:/sys/fs/cgroup:/machine.slice/db1.scope",
        },
        **{node: {"numa_node_cpus": cpus} for node, cpus in NODES.items()},
    }
)
STAT = "8 (CPU 0/KVM) S " + " ".join(["0"] * 35) + " {cpu} 0 0 0 0 0 0 0 0 0 0 0 0 0\n"


def readings(allowed: str, cpu: str, text: str = V2, found: Snapshot = FOUND) -> dict[str, Value]:
    """Return what is said of a domain of one vCPU."""
    texts = {
        Request(Way.FILE, f"{FOLDER}/memory.numa_stat"): text,
        Request(Way.FILE, "/proc/7/task/8/comm"): "CPU 0/KVM\n",
        Request(Way.FILE, "/proc/7/task/8/stat"): STAT.format(cpu=cpu),
        Request(Way.FILE, "/proc/7/task/8/status"): f"Cpus_allowed_list:\t{allowed}\n",
    }
    rows = parse(COLLECTOR, texts, found)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_memory_on_the_node_on_which_no_vcpu_may_run() -> None:
    """Pinned to node 0, memory on node 1: 62 of 64 MiB."""
    seen = readings(allowed="0-1", cpu="1")

    assert seen["domain_memory_on_forbidden_nodes_ratio"] == pytest.approx(0.96875)
    assert seen["domain_memory_remote_ratio"] == pytest.approx(0.96875)
    assert seen["domain_memory_nodes"] == "node0 2 MiB, node1 62 MiB"


def test_vcpu_that_may_run_everywhere_is_forbidden_nothing() -> None:
    """It is remote at the moment, and the scheduler may change that."""
    seen = readings(allowed="0-3", cpu="0")

    assert seen["domain_memory_on_forbidden_nodes_ratio"] == 0.0
    assert seen["domain_memory_remote_ratio"] == pytest.approx(0.96875)


def test_first_version_counts_pages_of_the_cgroups_below_too() -> None:
    """Libvirt puts QEMU into emulator/ and vcpuN/."""
    assert read_stat(V1, "v1") == {0: 4096 * 4096.0, 1: 12288 * 4096.0}


def test_guest_in_huge_pages_is_not_judged() -> None:
    """They are not charged to the memory cgroup."""
    assert readings("0-1", "0", "anon N0=4096 N1=0\n") == dict.fromkeys(
        (signal.name for signal in COLLECTOR.provides),
        Absent(Reason.NOT_APPLICABLE, "ordinary memory (huge pages are not counted here)"),
    )


@given(text=grown(V2), status=grown("0-3"))
def test_never_raises(text: str, status: str) -> None:
    """Whatever the files hold."""
    readings(status.replace("\n", ""), "0", text)
