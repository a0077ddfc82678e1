"""Tests of guest_agent."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collector import Reading
from downstack.collectors.guest_agent import COLLECTOR, agent
from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answers, Raw
from tests.support.grown import grown

REPLIES = {
    file.stem: file.read_text()
    for file in (Path(__file__).parent / "guest_agent_test" / "labtiny").glob("*.json")
}
DOMAIN = Entity(Kind.DOMAIN, "u1", "db1")
GUEST = Entity(Kind.GUEST, "u1", "db1")


def found(channel: str = "connected", state: str = "running") -> Snapshot:
    """Return a host with one domain."""
    settings: dict[str, Value] = {"domain_agent_channel": channel, "domain_state": state}
    links = [Connection(Edge.INSIDE, DOMAIN, GUEST)]
    return Snapshot((DOMAIN, GUEST), links, {DOMAIN: settings})


def seen(replies: dict[str, str]) -> dict[str, Value]:
    """Return the readings by signal name."""
    answers = {agent("u1", command): Raw(text, 10.0) for command, text in replies.items()}
    rows = COLLECTOR.parse(Answers(answers), found())
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_reads_milliseconds_of_every_cpu() -> None:
    """160 ms in programs, 2280 ms in the kernel, 40 ms in soft interrupts, none stolen."""
    row = seen(REPLIES)

    assert row["guest_cpus_count"] == 1.0
    assert row["guest_cpu_busy_seconds_total"] == pytest.approx(2.48)
    assert row["guest_cpu_softirq_seconds_total"] == 0.04
    assert row["guest_cpu_steal_seconds_total"] == 0.0


def test_reads_the_disks_and_the_packets_of_real_interfaces() -> None:
    """Nine reads took 30 ms; five packets came."""
    row = seen(REPLIES)

    assert (row["guest_disk_reads_total"], row["guest_disk_read_seconds_total"]) == (9.0, 0.03)
    assert (row["guest_disk_writes_total"], row["guest_disk_write_seconds_total"]) == (1.0, 0.002)
    assert row["guest_network_received_packets_total"] == 5.0
    assert row["guest_network_send_drops_total"] == 0.0


def test_a_partition_is_not_counted_beside_its_disk() -> None:
    """Else each request would count twice."""
    (disk,) = json.loads(REPLIES["guest-get-diskstats"])
    rows = json.dumps([disk, disk | {"name": "vda1"}, disk | {"name": "dm-0"}])

    assert seen({"guest-get-diskstats": rows})["guest_disk_reads_total"] == 9.0


def test_only_a_running_domain_with_a_channel_is_asked() -> None:
    """The agent costs a taint, so nobody is asked in vain."""
    asked = [one.arguments for one in COLLECTOR.asks(found()) if one.what == "u1"]

    assert len(asked) == 3
    assert not list(COLLECTOR.asks(found(channel="none")))
    assert not list(COLLECTOR.asks(found(channel="disconnected")))
    assert not list(COLLECTOR.asks(found(state="paused")))


def test_a_guest_that_is_not_asked_has_a_reason_for_every_signal() -> None:
    """No channel, so no agent."""
    rows = list(COLLECTOR.parse(Answers({}), found(channel="none")))

    assert len(rows) == len(COLLECTOR.provides)
    assert {row.value for row in rows if isinstance(row, Reading)} == {
        Absent(Reason.NOT_APPLICABLE, "a guest agent channel in the domain XML")
    }


def test_a_silent_agent_gives_no_number() -> None:
    """Its silence is each signal's."""
    silent = Absent(Reason.TIMED_OUT, "the guest agent to answer in time")
    requests = [one for one in COLLECTOR.asks(found()) if one.what == "u1"]
    rows = COLLECTOR.parse(Answers(dict.fromkeys(requests, silent)), found())

    assert {row.value for row in rows if isinstance(row, Reading)} == {silent}


@given(st.sampled_from(sorted(REPLIES)).flatmap(lambda c: st.tuples(st.just(c), grown(REPLIES[c]))))
def test_any_reply_gives_every_signal_a_value_or_a_reason(reply: tuple[str, str]) -> None:
    """Neither an exception nor an infinite number."""
    command, text = reply
    row = seen(REPLIES | {command: text})

    assert set(row) == {signal.name for signal in COLLECTOR.provides}
