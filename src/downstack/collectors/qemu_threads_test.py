"""Tests of qemu_threads."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors import qemu_processes
from downstack.collectors.qemu_threads import COLLECTOR
from downstack.model import Absent, Edge, Entity, Kind, Reason, Snapshot
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

HERE = Path(__file__).parent / "domains_test"
TASK = HERE / "two_guests/proc/13756/task/13781"
ONE = Entity(Kind.DOMAIN, "u1", "db1")
RUNNING = Snapshot((), (), {ONE: {"domain_qemu_pid": "7", "domain_started_vcpus_count": 1.0}})


@pytest.fixture(scope="module")
def seen() -> Snapshot:
    """Return both samples of the recorded machine."""
    both = [qemu_processes.COLLECTOR, COLLECTOR]
    return look(both, HERE / "two_guests", HERE / "two_guests_later", 4.42)


def test_every_named_thread_is_a_vcpu_of_its_domain(seen: Snapshot) -> None:
    """MTTCG and KVM name their threads alike."""
    vcpus = {one.name: one.key for one in seen.of_kind(Kind.VCPU)}

    assert vcpus["db1/vcpu1"] == "8b307e7e-34ff-5534-a648-b7b93bafba52/vcpu1"
    assert sorted(vcpus) == [
        "db1/vcpu0",
        "db1/vcpu1",
        "pid 31692/vcpu0",
        "plain1/vcpu0",
        "plain1/vcpu1",
        "single,comma/vcpu0",
        "single,comma/vcpu1",
        "web1/vcpu0",
    ]


def test_the_host_runs_what_has_a_thread(seen: Snapshot) -> None:
    """A QEMU that does not name its threads cannot be told apart."""
    (host,) = seen.of_kind(Kind.HOST)
    run = {one.name for one in seen.follow(host, (Edge.RUNS,))}

    assert len(run) == 7
    assert "pid 31692/vcpu0" not in run
    unnamed = values(seen, Kind.VCPU, "pid 31692/vcpu0")["vcpu_run_seconds_total"]
    assert unnamed == Absent(Reason.UNSUPPORTED, "a QEMU with -name NAME,debug-threads=on")


def test_reads_what_a_vcpu_ran_and_waited(seen: Snapshot) -> None:
    """Nanoseconds of schedstat become seconds, and two samples a share of the time."""
    vcpu = values(seen, Kind.VCPU, "web1/vcpu0")

    assert vcpu["vcpu_run_seconds_total"] == pytest.approx(229.363704472)
    assert vcpu["vcpu_run_delay_seconds_total"] == pytest.approx(921.348310010)
    assert vcpu["vcpu_used_ratio"] == pytest.approx(0.882875107 / 4.42)
    assert vcpu["vcpu_delay_ratio"] == pytest.approx(3.585500128 / 4.42)
    assert vcpu["vcpu_wanted_ratio"] == pytest.approx(4.468375235 / 4.42)
    assert vcpu["vcpu_thread"] == "13797"


def test_translated_code_is_no_guest_time(seen: Snapshot) -> None:
    """Zero would read as a guest that KVM never runs."""
    vcpu = values(seen, Kind.VCPU, "db1/vcpu0")

    assert vcpu["vcpu_guest_seconds_total"] == Absent(Reason.UNSUPPORTED, "KVM")
    assert isinstance(vcpu["vcpu_overhead_ratio"], Absent)


def test_a_single_thread_runs_all_vcpus(seen: Snapshot) -> None:
    """TCG with thread=single: each vCPU has the times of the one thread."""
    first, second = (values(seen, Kind.VCPU, f"single,comma/vcpu{n}") for n in (0, 1))

    assert first["vcpu_thread"] == second["vcpu_thread"] == "1553"
    assert first["vcpu_run_seconds_total"] == second["vcpu_run_seconds_total"]
    assert values(seen, Kind.DOMAIN, "single,comma")["domain_vcpu_threads_count"] == 1.0


def test_counts_the_other_threads() -> None:
    """One I/O thread (the monitor's is none), two workers of the pool."""
    both = [qemu_processes.COLLECTOR, COLLECTOR]
    db1 = values(look(both, HERE / "two_guests"), Kind.DOMAIN, "db1")

    assert db1["domain_qemu_threads_count"] == 8.0
    assert db1["domain_iothreads_count"] == 1.0
    assert db1["domain_worker_threads_count"] == 2.0
    assert db1["domain_blocked_threads_count"] == 0.0
    assert db1["domain_main_loop_run_seconds_total"] == pytest.approx(27.044578367)
    assert db1["domain_iothread_delay_seconds_total"] == pytest.approx(63.116566859)
    assert db1["domain_resident_bytes"] == 232512 * 1024.0
    assert db1["domain_qemu_cpu_seconds_total"] == pytest.approx(419.59)


def test_a_domain_without_iothreads_has_no_time_of_them(seen: Snapshot) -> None:
    """Not zero: nothing can be too busy that is not there."""
    web1 = values(seen, Kind.DOMAIN, "web1")

    assert web1["domain_iothread_run_seconds_total"] == Absent(
        Reason.NOT_APPLICABLE, "an I/O thread"
    )


def test_kernel_threads_of_vhost_count() -> None:
    """Their ids were found with the process."""
    readings = {ONE: {"domain_qemu_pid": "7", "domain_qemu_vhost_threads": "9 10"}}
    texts = {
        Request(Way.FILE, "/proc/7/task/7/comm"): "qemu-system-x86\n",
        Request(Way.FILE, "/proc/9/schedstat"): "1000000000 5000000000 7\n",
        Request(Way.FILE, "/proc/10/schedstat"): "2000000000 1000000000 7\n",
    }
    rows = parse(COLLECTOR, texts, Snapshot((), (), readings))
    found = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert found["domain_vhost_run_seconds_total"] == pytest.approx(3.0)
    assert found["domain_vhost_delay_seconds_total"] == pytest.approx(6.0)


def test_a_qemu_that_has_ended_is_absent() -> None:
    """No thread is not the same as no blocked thread."""
    rows = parse(COLLECTOR, {}, RUNNING)
    found = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert found["domain_blocked_threads_count"] == Absent(Reason.MISSING, "a running QEMU")


COMM, STAT, TIMES = ((TASK / file).read_text() for file in ("comm", "stat", "schedstat"))


@given(grown(COMM), grown(STAT), grown(TIMES), grown("VmRSS:\t  4 kB\nVmSwap:\t 0 kB\n"))
def test_any_thread_is_read(comm: str, stat: str, times: str, status: str) -> None:
    """Neither an exception nor an infinite number."""
    task = "/proc/7/task/8"
    texts = {
        Request(Way.FILE, f"{task}/comm"): comm,
        Request(Way.FILE, f"{task}/stat"): stat,
        Request(Way.FILE, f"{task}/schedstat"): times,
        Request(Way.FILE, "/proc/7/stat"): stat,
        Request(Way.FILE, "/proc/7/status"): status,
    }
    rows = parse(COLLECTOR, texts, RUNNING)

    assert len([row for row in rows if isinstance(row, Reading)]) in {18, 22}
