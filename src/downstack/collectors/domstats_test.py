"""Tests of domstats."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors import domain_disks, domain_nics, domain_settings, domains, qemu_processes
from downstack.collectors.domstats import COLLECTOR, request
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answer, Answers, Raw, Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

HERE = Path(__file__).parent / "domains_test"
FOUND = (
    qemu_processes.COLLECTOR,
    domains.COLLECTOR,
    domain_settings.COLLECTOR,
    domain_disks.COLLECTOR,
    domain_nics.COLLECTOR,
)
DB1 = Entity(Kind.DOMAIN, "8b307e7e-34ff-5534-a648-b7b93bafba52")
WEB1 = Entity(Kind.DOMAIN, "114a5fba-befc-5619-a673-e32a46c422cf")
STATS = (HERE / "two_guests/libvirt/domstats.json").read_text()
KVM = {"state": 1, "time": 5, "exits.sum": 35365, "halt_wait_ns.sum": 920789850}
KVM |= {"halt_poll_success_ns.sum": 1500000000, "halt_poll_fail_ns.sum": 500000000}


@pytest.fixture(scope="module")
def seen() -> Snapshot:
    """Return both samples of the recorded machine."""
    later = HERE / "two_guests_later"
    return look([*FOUND, COLLECTOR], HERE / "two_guests", later, 4.42)


@pytest.fixture(scope="module")
def found() -> Snapshot:
    """Return what is known before the statistics."""
    return look(FOUND, HERE / "two_guests")


def readings_of(entity: Entity, answer: Answer, found: Snapshot) -> dict[str, Value]:
    """Return the readings of one entity from this answer, an hour after the boot."""
    answers = Answers(
        {
            request(found): answer,
            Request(Way.FILE, "/proc/uptime"): Raw("3600.00 1.0\n", 1.0),
            Request(Way.FILE, "/proc/stat"): Raw("btime 1000000\n", 1.0),
        }
    )
    rows = COLLECTOR.parse(answers, found)
    return {
        row.signal.name: row.value
        for row in rows
        if isinstance(row, Reading) and row.entity == entity
    }


def test_reads_the_counters_of_a_disk(seen: Snapshot) -> None:
    """Nanoseconds become seconds; the requests are of the second sample."""
    vda = values(seen, Kind.DISK, "db1/vda")

    assert vda["disk_reads_total"] == 102888.0
    assert vda["disk_read_bytes_total"] == 1685489152.0
    assert vda["disk_read_seconds_total"] == pytest.approx(50.513927537)
    assert vda["disk_capacity_bytes"] == 67108864.0


def test_waits_and_rates_follow_from_two_samples(seen: Snapshot) -> None:
    """393 reads took 0.322 s, 198 writes 0.199 s, within 4.42 s."""
    vda = values(seen, Kind.DISK, "db1/vda")

    assert vda["disk_read_wait_seconds"] == pytest.approx(0.322031319 / 393)
    assert vda["disk_write_wait_seconds"] == pytest.approx(0.199319661 / 198)
    assert vda["disk_wait_seconds"] == pytest.approx(0.521350980 / 591)
    assert vda["disk_iops"] == pytest.approx(591 / 4.42)
    assert vda["disk_limit_iops_used_ratio"] == pytest.approx(591 / 4.42 / 500)
    assert vda["disk_limit_used_ratio"] == pytest.approx(591 / 4.42 / 500)


def test_a_disk_without_requests_has_no_waiting_time(seen: Snapshot) -> None:
    """Not zero milliseconds: a stalled disk looks the same."""
    wait = values(seen, Kind.DISK, "db1/vdb")["disk_wait_seconds"]

    assert isinstance(wait, Absent)
    assert wait.reason is Reason.NOT_APPLICABLE


def test_an_interface_is_joined_by_its_tap(seen: Snapshot) -> None:
    """In the guest's direction."""
    nic = values(seen, Kind.NIC, "db1/tap-db1")

    assert nic["nic_receive_bytes_total"] == 2986.0
    assert nic["nic_transmit_packets_total"] == 14.0
    assert nic["nic_receive_drops_count"] == 0.0


def test_reads_the_balloon(seen: Snapshot) -> None:
    """Kibibytes become bytes; last-update is 1795502750, the boot was at 1795500033."""
    db1 = values(seen, Kind.DOMAIN, "db1")

    assert db1["domain_guest_usable_bytes"] == 58212 * 1024.0
    assert db1["domain_balloon_current_bytes"] == 134217728.0
    assert db1["domain_balloon_age_seconds"] == pytest.approx(0.37, abs=0.01)


def test_reads_the_times_of_a_vcpu(seen: Snapshot) -> None:
    """191.99 s run, 259.5 s waited."""
    vcpu = values(seen, Kind.VCPU, "db1/vcpu0")

    assert vcpu["vcpu_time_seconds_total"] == pytest.approx(191.99)
    assert vcpu["vcpu_delay_seconds_total"] == pytest.approx(259.523313118)
    assert vcpu["vcpu_state"] == "running"
    assert vcpu["vcpu_wait_seconds_total"] == Absent(
        Reason.UNSUPPORTED, "sysctl kernel.sched_schedstats=1"
    )
    assert vcpu["vcpu_exits_total"] == Absent(Reason.NOT_APPLICABLE, "KVM")


def test_a_domain_that_does_not_run_is_not_asked_about(found: Snapshot) -> None:
    """Nor a QEMU that libvirt does not know."""
    assert sorted(request(found).arguments) == [WEB1.key, DB1.key]


def test_a_stopped_qemu_is_not_asked() -> None:
    """The question would hang, and libvirtd's worker with it."""
    seen = look([*FOUND, COLLECTOR], HERE / "qemu_stopped")
    web1 = values(seen, Kind.DOMAIN, "web1")

    assert request(seen).arguments == (DB1.key,)
    assert web1["domain_guest_usable_bytes"] == Absent(
        Reason.NOT_ASKED, "a QEMU that is not stopped"
    )
    assert values(seen, Kind.DISK, "db1/vda")["disk_reads_total"] == 104211.0


def test_an_empty_list_of_disks_is_a_monitor_that_does_not_answer(found: Snapshot) -> None:
    """What NOWAIT gives for a stopped QEMU: block.count is 0, the balloon says nothing."""
    both = json.loads((HERE / "qemu_stopped/libvirt/domstats_of_both.json").read_text())
    hung = json.dumps({DB1.key: both[WEB1.key]})
    vda = Entity(Kind.DISK, f"{DB1.key}/vda")
    silent = Absent(Reason.TIMED_OUT, "QEMU's monitor to answer")

    assert readings_of(vda, Raw(hung, 1.0), found)["disk_reads_total"] == silent
    domain = readings_of(DB1, Raw(hung, 1.0), found)
    assert domain["domain_balloon_current_bytes"] == 134217728.0
    assert isinstance(domain["domain_guest_usable_bytes"], Absent)


def test_old_statistics_are_stale(found: Snapshot) -> None:
    """An hour after the boot, last renewed a minute ago, every two seconds."""
    fields = {"balloon.last-update": 1003540, "balloon.usable": 4}
    domain = readings_of(DB1, Raw(json.dumps({DB1.key: fields}), 1.0), found)
    usable = domain["domain_guest_usable_bytes"]

    assert domain["domain_balloon_age_seconds"] == 60.0
    assert isinstance(usable, Absent)
    assert usable.reason is Reason.STALE


def test_statistics_that_nobody_collects_are_absent(found: Snapshot) -> None:
    """last-update is 0 without a period."""
    fields = {"balloon.last-update": 0, "balloon.usable": 0}
    domain = readings_of(DB1, Raw(json.dumps({DB1.key: fields}), 1.0), found)
    usable = domain["domain_guest_usable_bytes"]

    assert isinstance(usable, Absent)
    assert usable.reason is Reason.NOT_APPLICABLE


def test_a_domain_that_is_missing_in_the_answer_says_so(found: Snapshot) -> None:
    """It ended after it was found."""
    missing = readings_of(DB1, Raw("{}", 1.0), found)["domain_balloon_current_bytes"]

    assert missing == Absent(Reason.MISSING, "the domain in libvirt's answer")


def test_no_answer_is_the_absence_of_everything(found: Snapshot) -> None:
    """With the reason that the source gave."""
    late = Absent(Reason.TIMED_OUT, "libvirtd to answer in time")
    marked = json.dumps({DB1.key: {"absent": "timed_out", "need": "libvirtd to answer in time"}})

    assert set(readings_of(DB1, late, found).values()) == {late}
    assert set(readings_of(DB1, Raw(marked, 1.0), found).values()) == {late}


def test_reads_kvms_counters() -> None:
    """Of a vCPU that really ran under KVM; polling is one thing whether it succeeded or not."""
    kvm = Snapshot(
        (),
        look(FOUND, HERE / "two_guests").connections,
        {DB1: {"domain_state": "running", "domain_accelerator": "kvm"}},
    )
    text = json.dumps({DB1.key: {f"vcpu.0.{field}": value for field, value in KVM.items()}})
    vcpu = readings_of(Entity(Kind.VCPU, f"{DB1.key}/vcpu0"), Raw(text, 1.0), kvm)

    assert vcpu["vcpu_exits_total"] == 35365.0
    assert vcpu["vcpu_halt_wait_seconds_total"] == pytest.approx(0.92078985)
    assert vcpu["vcpu_halt_poll_seconds_total"] == pytest.approx(2.0)
    assert vcpu["vcpu_page_faults_total"] == Absent(
        Reason.UNSUPPORTED, "libvirt 8.9 and QEMU 7.1, which count KVM's exits"
    )


ONCE = look(FOUND, HERE / "two_guests")


@given(grown(STATS))
def test_any_answer_is_read(text: str) -> None:
    """Every signal has a value or a reason, whatever libvirt says."""
    texts = {
        request(ONCE): text,
        Request(Way.FILE, "/proc/uptime"): text,
        Request(Way.FILE, "/proc/stat"): text,
    }

    assert len(parse(COLLECTOR, texts, ONCE)) == 2 * 9 + 3 * 15 + 2 * 11 + 2 * 8
