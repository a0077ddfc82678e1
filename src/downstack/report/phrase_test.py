"""Tests of readings, causes and hops in words."""

from dataclasses import replace

import pytest

from downstack.model import Absent, Entity, Kind, Layer, Path, Reason, Truth
from downstack.model.verdict import HopTime
from downstack.report.phrase import (
    blamed,
    brief,
    certainty,
    equation,
    finding,
    joined,
    lower_first,
    reading,
)
from tests.support.diagnoses import CAUSE, DB1, DISK, HOST, SERVER, SICK, VCPU0, reading_of_signal

VCPU_HOP = HopTime(
    path=Path.CPU,
    hop="quota",
    layers=(Layer.MANAGEMENT,),
    entity=VCPU0,
    mean_seconds=0.0,
    low=None,
    high=None,
    limit=0.1,
)
SCHEDULER = replace(VCPU_HOP, hop="host scheduler", layers=(Layer.HOST,), mean_seconds=0.234)


def test_reading_stands_beside_its_bound() -> None:
    """In the unit of the signal, a rate per second."""
    low = reading_of_signal(HOST, "host_memory_available_ratio", 0.02, "0.05", op="at most")
    rate = reading_of_signal(HOST, "host_swap_in_rate_bytes", 2.0**20, "4096")

    assert reading(reading_of_signal(VCPU0, "vcpu_run_delay_ratio", 0.001, "0.05")) == (
        "run delay 0.1 % (limit 5 %)"
    )
    assert reading(low) == "memory available 2 % (floor 5 %)"
    assert reading(rate) == "swap in 1 MiB/s (limit 4 KiB/s)"


def test_state_is_told_and_what_it_is_not() -> None:
    """Only where it matters."""
    up = reading_of_signal(DB1, "domain_daemon_state", "up", "down or silent", op="is")

    assert reading(up) == "daemon state is up (not down or silent)"
    assert reading(replace(up, value="down", holds=Truth.TRUE)) == "daemon state is down"
    assert reading(replace(up, op="is not")) == "daemon state is up"


def test_absence_is_told_with_its_reason() -> None:
    """Never as a number."""
    gone = reading_of_signal(DISK, "disk_wait_seconds", Absent(Reason.TIMED_OUT), "0.03")

    assert reading(gone) == "wait not measured (no answer in time) (limit 30 ms)"


@pytest.mark.parametrize(
    ("p", "adverb"),
    [(0.96, ""), (0.95, "very likely"), (0.8, "very likely"), (0.79, "probably")],
)
def test_wording_follows_the_probability(p: float, adverb: str) -> None:
    """engine.md 2.4."""
    assert certainty(p) == adverb


def test_several_causes_are_joined_by_layer() -> None:
    """Each layer with its own adverb."""
    host = replace(CAUSE, layer=Layer.HOST, probability=0.61)
    twin = replace(CAUSE, probability=0.9)

    assert blamed([CAUSE, host]) == "STORAGE (0.97) and probably HOST (0.61)"
    assert blamed([CAUSE, twin]) == "STORAGE (0.97 and 0.90)"


def test_finding_names_the_thing_unless_it_is_the_target() -> None:
    """With the strongest reading."""
    bare = replace(CAUSE, evidence_for=())

    assert finding(CAUSE, DB1) == (
        "the storage under a disk answers slowly (backend /run/nbd/db1.sock): "
        "db1/vda wait 811 ms (limit 30 ms)"
    )
    assert finding(bare, SERVER) == "the storage under a disk answers slowly"


def test_hops_add_up_in_one_unit() -> None:
    """The sick one with its limit, the unknown one as a question mark."""
    unknown = replace(SICK.hops[0], mean_seconds=None, why_not="denied")

    assert equation(SICK.hops) == (
        "guest wait 811 ms = guest 0.4 + QEMU and NBD server 811 (limit 30)"
    )
    assert equation([unknown, SICK.hops[1]]) == (
        "QEMU wait 811 ms = guest ? + QEMU and NBD server 811 (limit 30)"
    )
    assert equation([SICK.hops[0]], owner="db1/vda") == (
        "db1/vda: guest wait 400 us, all in guest (limit 10 ms)"
    )
    assert equation([unknown]) == "guest wait not measured (no right)"


def test_vcpu_waits_a_part_of_each_second() -> None:
    """Not for a request."""
    assert equation([VCPU_HOP, SCHEDULER]) == (
        "vCPU wait 234 ms of each second = quota 0 + host scheduler 234 (limit 100)"
    )


def test_help_is_cut_to_its_first_clause() -> None:
    """A list needs no more."""
    text = "Time this vCPU was runnable but waited for a CPU: steal, seen from the host."
    long = "Mean time of a read or write inside, in the queue, the driver and the device below it"

    assert brief(text) == "time this vCPU was runnable but waited for a CPU"
    assert brief(long) == "mean time of a read or write inside, in the queue"


def test_small_words() -> None:
    """Names keep their capitals."""
    assert lower_first("QEMU hangs.") == "QEMU hangs"
    assert lower_first("The host is full") == "the host is full"
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert joined([]) == ""
    assert Entity(Kind.HOST, "host") == HOST
