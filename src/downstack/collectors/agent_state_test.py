"""Tests of agent_state, with answers written by hand in the format of qemu-ga 7.2."""

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.agent_state import COLLECTOR
from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answer, Answers, Raw, Request, Way
from tests.support.grown import grown

ONE = Entity(Kind.DOMAIN, "u1", "db1")
INSIDE = Entity(Kind.GUEST, "u1", "db1")
SPACE = (
    '[{"name":"vda","total-bytes":59365376,"mountpoint":"/data","disk":[],"used-bytes":12288,'
    '"type":"ext4"}]'
)
HOST = {"/proc/uptime": "100.00 1.0\n", "/proc/stat": "cpu 1\nbtime 1795500000\n"}
NOW = 1795500100
SAID = {
    "guest-ping": "{}",
    "guest-fsfreeze-status": '"thawed"',
    "guest-get-time": str((NOW - 3600) * 10**9),
    "guest-get-fsinfo": SPACE,
}


def found(channel: str = "connected") -> Snapshot:
    """A running domain with this channel."""
    return Snapshot(
        (),
        (Connection(Edge.INSIDE, ONE, INSIDE),),
        {ONE: {"domain_state": "running", "domain_agent_channel": channel}},
    )


def values(said: dict[str, str | Absent], channel: str = "connected") -> dict[str, Value]:
    """Return the readings by the name of their signal."""
    answers: dict[Request, Answer] = {
        Request(Way.FILE, path): Raw(text, 5.0) for path, text in HOST.items()
    }
    for command, text in said.items():
        raw = text if isinstance(text, Absent) else Raw(text, 5.0)
        answers[Request(Way.AGENT, "u1", (command,))] = raw
    rows = COLLECTOR.parse(Answers(answers), found(channel))
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_reads_what_the_agent_says() -> None:
    """The values of the answers above."""
    read = values(dict(SAID))

    assert read["guest_agent"] == "answers"
    assert read["guest_freeze"] == "thawed"
    assert read["guest_clock_offset_seconds"] == 3600.0
    assert read["guest_filesystem_size_bytes"] == 59365376.0
    assert read["guest_filesystem_used_bytes"] == 12288.0
    assert read["guest_filesystem_type"] == "ext4"


def test_silence_of_an_open_channel_is_a_result() -> None:
    """Running out of time says that the guest's agent hangs; not being asked says nothing."""
    late = Absent(Reason.TIMED_OUT)

    assert values(dict.fromkeys(SAID, late))["guest_agent"] == "silent"
    assert values({})["guest_agent"] == Absent(Reason.NOT_ASKED)


def test_a_channel_without_an_agent_needs_no_question() -> None:
    """The host knows whether anybody has opened it."""
    assert values({}, "disconnected")["guest_agent"] == "not_running"
    assert list(COLLECTOR.asks(found("disconnected"))) == []


def test_a_frozen_guest_refuses_the_rest() -> None:
    """qemu-ga allows next to nothing until the thaw."""
    denied = Absent(Reason.DENIED, "the guest agent to allow guest-get-time")
    said = dict(SAID) | {"guest-fsfreeze-status": '"frozen"'}
    read = values({**said, "guest-get-time": denied, "guest-get-fsinfo": denied})

    assert read["guest_freeze"] == "frozen"
    assert read["guest_clock_offset_seconds"] == denied


@given(grown(SPACE), grown(SAID["guest-get-time"]), grown('"thawed"'))
def test_any_answer_is_read(space: str, time: str, freeze: str) -> None:
    """A hostile guest breaks nothing."""
    said = {"guest-get-fsinfo": space, "guest-get-time": time, "guest-fsfreeze-status": freeze}
    for value in values(dict(said)).values():
        assert isinstance(value, float | str | Absent)
