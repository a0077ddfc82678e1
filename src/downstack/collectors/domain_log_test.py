"""Tests of domain_log."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collectors import domains
from downstack.collectors.domain_log import COLLECTOR, Run, classify, read_log
from downstack.model import Absent, Edge, Kind, Reason, Snapshot
from tests.support.grown import grown
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "domain_log_test" / "failed_starts"
LOGS = MACHINE / "var/log/libvirt/qemu"
NBD = (LOGS / "nbd.log").read_text()


@pytest.fixture(scope="module")
def seen() -> Snapshot:
    """Return what the logs of the recorded host say."""
    return look([domains.COLLECTOR, COLLECTOR], MACHINE)


@pytest.mark.parametrize(
    ("name", "failure"),
    [
        ("huge", "hugepages"),
        ("locked", "image_locked"),
        ("format", "image_corrupt"),
        ("memory", "memory"),
        ("memlimit", "memory_lock"),
        ("nbd", "storage_unreachable"),
        ("cpucheck", "cpu_model"),
        ("missing", "before_qemu"),
    ],
)
def test_tells_why_a_start_failed(seen: Snapshot, name: str, failure: str) -> None:
    """Each of these domains was really refused, once."""
    start = values(seen, Kind.OPERATION, f"start of {name}")

    assert start["operation_outcome"] == "failed"
    assert start["operation_failure"] == failure


def test_shows_the_words_of_qemu(seen: Snapshot) -> None:
    """Without the time and the program before them."""
    start = values(seen, Kind.OPERATION, "start of huge")
    message = "unable to map backing store for guest RAM: Cannot allocate memory"

    assert start["operation_message"] == message
    assert values(seen, Kind.DOMAIN, "huge")["domain_last_error"] == message


def test_a_running_domain_was_started(seen: Snapshot) -> None:
    """Its log ends with the start; 06:26:07 to 06:47:18."""
    start = values(seen, Kind.OPERATION, "start of db1")

    assert start["operation_outcome"] == "succeeded"
    assert start["operation_failure"] == "none"
    assert start["operation_age_seconds"] == pytest.approx(1240.96)
    assert values(seen, Kind.DOMAIN, "db1")["domain_last_end"] == "none"


def test_a_qemu_that_was_killed_has_crashed(seen: Snapshot) -> None:
    """The log says so without the signal."""
    domain = values(seen, Kind.DOMAIN, "ok1")

    assert domain["domain_last_end"] == "crashed"
    assert domain["domain_crashes_count"] == 1.0
    assert domain["domain_last_end_age_seconds"] == pytest.approx(13.96)
    assert domain["domain_taints"] == "high-privileges"


def test_a_start_is_asked_of_its_domain(seen: Snapshot) -> None:
    """By the key of the domain."""
    (huge,) = (one for one in seen.of_kind(Kind.DOMAIN) if one.name == "huge")
    (start,) = seen.follow(huge, (Edge.ASKED_OF,))

    assert start.key == f"{huge.key}/start"


def test_a_log_that_is_not_there_is_absent(seen: Snapshot) -> None:
    """rich1 was never started."""
    domain = values(seen, Kind.DOMAIN, "rich1")

    assert isinstance(domain["domain_last_end"], Absent)
    assert domain["domain_last_end"].reason is Reason.MISSING


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        ("-blockdev {}: Could not open '/a.qcow2': Permission denied", "permission"),
        ("-blockdev {}: Could not open '/a.qcow2': No such file or directory", "image_missing"),
        ("Could not access KVM kernel module: failed to initialize kvm: x", "kvm_missing"),
        ("unsupported machine type 'pc-q35-9.9'", "machine_type"),
        ("-vnc 127.0.0.1:5999: Failed to bind socket: Address already in use", "address_in_use"),
        ("something else", "other"),
    ],
)
def test_sorts_messages_by_their_words(said: str, failure: str) -> None:
    """The more telling words win: a file that may not be opened was not lost."""
    assert classify(Run(started=1.0, errors=[said])) == failure


def test_the_words_of_a_guest_that_ran_are_no_reason() -> None:
    """QEMU says on which signal it ends, and warns of much."""
    end = """2026-11-24T06:46:54.714942Z qemu-system-x86_64: warning: TCG doesn't support it
2026-11-24T06:47:00.150072Z qemu-system-x86_64: terminating on signal 15 from pid 13712 (libvirtd)
2026-11-24 06:47:02.158+0000: shutting down, reason=destroyed
"""
    (run,) = read_log((LOGS / "db1.log").read_text() + end)

    assert run.reason == "destroyed"
    assert run.errors == []


@given(grown(NBD))
def test_any_log_is_read(text: str) -> None:
    """Neither an exception nor a failure without a class."""
    runs = read_log(text)

    assert len(runs) <= 3
    assert all(classify(run) for run in runs)
