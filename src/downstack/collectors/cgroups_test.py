"""Tests of cgroups."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors import qemu_cgroups, qemu_processes, qemu_threads
from downstack.collectors.cgroups import COLLECTOR
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

HERE = Path(__file__).parent
ALL = (qemu_processes.COLLECTOR, qemu_cgroups.COLLECTOR, qemu_threads.COLLECTOR, COLLECTOR)
V2 = HERE / "cgroups_test/threaded_v2"
ONE = Entity(Kind.DOMAIN, "u1", "db1")
NO_QUOTA = Absent(Reason.NOT_APPLICABLE, "a quota")


@pytest.fixture(scope="module")
def v1() -> Snapshot:
    """Return both samples of a machine with cgroup v1."""
    machines = HERE / "domains_test"
    return look(ALL, machines / "two_guests", machines / "two_guests_later", 4.42)


@pytest.fixture(scope="module")
def v2() -> Snapshot:
    """Return both samples of a machine with cgroup v2."""
    return look(ALL, V2, HERE / "cgroups_test/threaded_v2_later", 3.66)


def readings(texts: dict[str, str], place: str = "v2:/cg:/a/b") -> dict[str, Value]:
    """Return the readings of a domain with one vCPU whose cgroups are all in one place."""
    signals = ("domain_cpu_cgroup", "domain_memory_cgroup", "domain_io_cgroup")
    found = Snapshot((), (), {ONE: {"domain_qemu_pid": "7"} | dict.fromkeys(signals, place)})
    files = {Request(Way.FILE, path): text for path, text in texts.items()}
    files[Request(Way.FILE, "/proc/7/task/8/comm")] = "CPU 0/KVM\n"
    rows = parse(COLLECTOR, files, found)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_reads_a_quota_and_its_throttling_in_v1(v1: Snapshot) -> None:
    """20000 of 100000 us; throttled for 2.853 s of 4.42 s in 45 of 45 periods."""
    vcpu = values(v1, Kind.VCPU, "web1/vcpu0")

    assert vcpu["vcpu_quota_ratio"] == 0.2
    assert vcpu["vcpu_throttled_seconds_total"] == pytest.approx(769.129165748)
    assert vcpu["vcpu_quota_periods_total"] == 11513.0
    assert vcpu["vcpu_throttled_periods_total"] == 11380.0
    assert vcpu["vcpu_throttled_ratio"] == pytest.approx(2.853260467 / 4.42)


def test_contention_is_what_the_quota_does_not_explain(v1: Snapshot) -> None:
    """It waited 3.586 s, of which 2.853 s for its quota."""
    vcpu = values(v1, Kind.VCPU, "web1/vcpu0")

    assert vcpu["vcpu_contention_ratio"] == pytest.approx(0.732239661 / 4.42)


def test_without_a_quota_all_waiting_is_contention(v1: Snapshot) -> None:
    """That throttling does not apply does not make the contention unknown."""
    vcpu = values(v1, Kind.VCPU, "db1/vcpu0")

    assert vcpu["vcpu_throttled_seconds_total"] == NO_QUOTA
    assert vcpu["vcpu_contention_ratio"] == pytest.approx(0.920803269 / 4.42)
    domain = values(v1, Kind.DOMAIN, "db1")
    assert domain["domain_max_vcpu_contention_ratio"] == vcpu["vcpu_contention_ratio"]


def test_reads_a_quota_and_its_throttling_in_v2(v2: Snapshot) -> None:
    """25000 of 100000 us; nearly all of its waiting is for the quota."""
    vcpu = values(v2, Kind.VCPU, "db1/vcpu0")

    assert vcpu["vcpu_quota_ratio"] == 0.25
    assert vcpu["vcpu_throttled_ratio"] == pytest.approx(2.675576 / 3.66)
    assert vcpu["vcpu_contention_ratio"] == pytest.approx(0.06486322 / 3.66)


def test_reads_the_memory_of_v1(v1: Snapshot) -> None:
    """2^63 rounded down to a page is no limit."""
    db1 = values(v1, Kind.DOMAIN, "db1")

    assert db1["domain_memory_limit_bytes"] == Absent(Reason.NOT_APPLICABLE, "a memory limit")
    assert db1["domain_oom_kills_total"] == 0.0
    assert db1["domain_memory_limit_hits_total"] == 0.0
    assert db1["domain_cgroup_swap_bytes"] == 0.0
    assert db1["domain_memory_waiting_ratio"] == Absent(Reason.UNSUPPORTED, "cgroup v2")


def test_reads_the_memory_and_the_stalls_of_v2(v2: Snapshot) -> None:
    """The scope may use 128 MiB; some thread waited for a CPU for 2.787 s of 3.66 s."""
    db1 = values(v2, Kind.DOMAIN, "db1")

    assert db1["domain_memory_limit_bytes"] == 134217728.0
    assert db1["domain_memory_used_bytes"] == 155648.0
    assert db1["domain_oom_kills_count"] == 0.0
    assert db1["domain_cpu_waiting_ratio"] == pytest.approx(2.786752 / 3.66)
    assert db1["domain_io_limited"] == "no"


def test_a_cgroup_that_is_shared_says_nothing_of_a_domain(v1: Snapshot) -> None:
    """A QEMU in the root's cgroup would be charged for the whole host."""
    plain = values(v1, Kind.DOMAIN, "plain1")

    assert plain["domain_memory_used_bytes"] == Absent(
        Reason.NOT_APPLICABLE, "a cgroup of the domain's own"
    )
    assert values(v1, Kind.VCPU, "plain1/vcpu0")["vcpu_quota_ratio"] == NO_QUOTA


def test_the_tightest_quota_above_counts_and_all_throttling() -> None:
    """The domain may use two CPUs, the slice above it one and a half."""
    stat = "nr_periods 4\nnr_throttled 2\nthrottled_usec {}\n"
    found = readings(
        {
            "/cg/a/b/cpu.max": "200000 100000\n",
            "/cg/a/b/cpu.stat": stat.format(1000000),
            "/cg/a/cpu.max": "150000 100000\n",
            "/cg/a/cpu.stat": stat.format(2000000),
        }
    )

    assert found["domain_quota_ratio"] == 1.5
    assert found["domain_throttled_seconds_total"] == pytest.approx(3.0)
    assert found["vcpu_throttled_seconds_total"] == NO_QUOTA


def test_reads_the_limits_of_io() -> None:
    """By device, in the kernel's words."""
    two = readings({"/cg/a/b/io.max": "8:0 rbps=1048576 wbps=max riops=max wiops=120\n"})
    one = readings({"/cg/a/b/blkio.throttle.write_bps_device": "8:0 1048576\n"}, "v1:/cg:/a/b")

    assert two["domain_io_limited"] == one["domain_io_limited"] == "yes"
    assert two["domain_io_limits"] == "8:0 rbps=1048576 wbps=max riops=max wiops=120"
    assert one["domain_io_limits"] == "write_bps 8:0 1048576"


def test_a_place_that_is_not_known_makes_contention_unknown() -> None:
    """Nobody can say how much of the waiting was the quota's."""
    found = Snapshot((), (), {ONE: {"domain_qemu_pid": "7"}})
    comm = {Request(Way.FILE, "/proc/7/task/8/comm"): "CPU 0/KVM\n"}
    rows = parse(COLLECTOR, comm, found)
    values_of = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert values_of["vcpu_throttled_seconds_total"] == Absent(Reason.NOT_ASKED)


CPU_MAX, CPU_STAT = "25000 100000\n", "nr_periods 94\nnr_throttled 92\nthrottled_usec 6723700\n"
PRESSURE = "some avg10=40.68 avg60=9.19 avg300=1.99 total=6961459\nfull avg10=0.00 total=1\n"


@given(grown(CPU_MAX), grown(CPU_STAT), grown(PRESSURE))
def test_any_file_is_read(limit: str, stat: str, pressure: str) -> None:
    """Every signal has a value or a reason."""
    names = ("memory.max", "memory.current", "memory.events", "io.max", "cpu.weight")
    texts = {f"/cg/a/b/{name}": stat for name in names}
    for folder in ("/cg/a/b", "/cg/a/b/vcpu0", "/cg/a"):
        texts |= {f"{folder}/cpu.max": limit, f"{folder}/cpu.stat": stat}
    texts["/cg/a/b/cpu.pressure"] = pressure

    assert len(readings(texts)) == len(COLLECTOR.provides)


@given(grown(CPU_STAT), grown("9223372036854771712\n"))
def test_any_file_of_v1_is_read(stat: str, number: str) -> None:
    """Every signal has a value or a reason."""
    limits = ("memory.limit_in_bytes", "memory.usage_in_bytes", "cpu.cfs_quota_us", "cpu.shares")
    texts = {f"/cg/a/b/{name}": number for name in limits}
    texts |= {f"/cg/a/b/{name}": stat for name in ("memory.stat", "memory.oom_control", "cpu.stat")}

    assert len(readings(texts, "v1:/cg:/a/b")) == len(COLLECTOR.provides)
