"""Tests of guest_agent_system."""

from hypothesis import given
from hypothesis import strategies as st

from downstack.collector import Reading
from downstack.collectors.guest_agent import agent
from downstack.collectors.guest_agent_system import COLLECTOR
from downstack.collectors.guest_agent_test import GUEST, REPLIES, found
from downstack.model import Absent, Edge, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answer, Answers, Raw, Request
from downstack.sources.guest_agent import NOT_RESPONDING, NOT_RUNNING
from tests.support.grown import grown

FILESYSTEM = Entity(Kind.GUEST_FILESYSTEM, "u1//data")


def seen(replies: dict[str, str], where: Snapshot | None = None) -> dict[Entity, dict[str, Value]]:
    """Return the readings by entity and signal name."""
    answers: dict[Request, Answer] = {
        agent("u1", command): Raw(text, 1.0) for command, text in replies.items()
    }
    readings: dict[Entity, dict[str, Value]] = {}
    for row in COLLECTOR.parse(Answers(answers), where or found()):
        if isinstance(row, Reading):
            readings.setdefault(row.entity, {})[row.signal.name] = row.value
    return readings


def state(answer: Answer) -> Value:
    """Return what is said of an agent that answers a ping with this."""
    rows = COLLECTOR.parse(Answers({agent("u1", "guest-ping"): answer}), found())
    return next(r.value for r in rows if isinstance(r, Reading) and r.signal.name == "guest_agent")


def test_reads_the_system() -> None:
    """Its kernel, its name, its addresses."""
    row = seen(REPLIES)[GUEST]

    assert row["guest_agent"] == "answers"
    assert row["guest_freeze"] == "thawed"
    assert row["guest_kernel_version"] == "6.1.0-56-cloud-amd64"
    assert row["guest_system"] == "lhtiny busybox guest"
    assert row["guest_interfaces"] == "eth0 10.77.0.11/24 fe80::5054:ff:fe84:4687/64"


def test_reads_a_filesystem_and_whose_it_is() -> None:
    """20 of 110 MB in use; whether it can be written to the agent does not say."""
    row = seen(REPLIES)[FILESYSTEM]
    answers = Answers({agent("u1", "guest-get-fsinfo"): Raw(REPLIES["guest-get-fsinfo"], 1.0)})
    links = [row for row in COLLECTOR.parse(answers, found()) if not isinstance(row, Reading)]

    assert (row["guest_filesystem_used_bytes"], row["guest_filesystem_size_bytes"]) == (
        20015104.0,
        110621696.0,
    )
    assert row["guest_filesystem_type"] == "ext4"
    access = row["guest_filesystem_access"]
    assert isinstance(access, Absent)
    assert access.reason is Reason.UNSUPPORTED
    assert [getattr(link, "edge", None) for link in links] == [Edge.GUEST_FILESYSTEM_OF]


def test_says_in_which_way_an_agent_does_not_answer() -> None:
    """Silent, not running, and not to be asked are three things."""
    denied = Absent(Reason.DENIED, "a read-write connection")

    assert state(NOT_RESPONDING) == "silent"
    assert state(NOT_RUNNING) == "not_running"
    assert state(denied) == denied
    assert seen({}, found(channel="none"))[GUEST]["guest_agent"] == "no_channel"
    assert isinstance(seen({}, found(state="paused"))[GUEST]["guest_agent"], Absent)


def test_a_frozen_guest_is_seen() -> None:
    """The agent answers this one even then."""
    assert seen({"guest-fsfreeze-status": '"frozen"'})[GUEST]["guest_freeze"] == "frozen"


@given(st.sampled_from(sorted(REPLIES)).flatmap(lambda c: st.tuples(st.just(c), grown(REPLIES[c]))))
def test_any_reply_is_read(reply: tuple[str, str]) -> None:
    """Neither an exception nor an infinite number."""
    command, text = reply
    row = seen(REPLIES | {command: text})[GUEST]
    guest_signals = {signal.name for signal in COLLECTOR.provides if signal.of is Kind.GUEST}

    assert set(row) == guest_signals
