"""Tests of guest_agent_system."""

from hypothesis import given
from hypothesis import strategies as st

from downstack.collector import Reading
from downstack.collectors.guest_agent import agent
from downstack.collectors.guest_agent_system import COLLECTOR
from downstack.collectors.guest_agent_test import REPLIES, found
from downstack.model import Absent, Reason, Value
from downstack.source import Answers, Raw
from tests.support.grown import grown


def seen(replies: dict[str, str]) -> dict[str, Value]:
    """Return the readings by signal name."""
    answers = {agent("u1", command): Raw(text, 1.0) for command, text in replies.items()}
    rows = COLLECTOR.parse(Answers(answers), found())
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_reads_the_system() -> None:
    """Its kernel, its name, its addresses."""
    row = seen(REPLIES)

    assert row["guest_kernel_version"] == "6.1.0-56-cloud-amd64"
    assert row["guest_system"] == "lhtiny busybox guest"
    assert row["guest_interfaces"] == "eth0 10.77.0.11/24 fe80::5054:ff:fe84:4687/64"


def test_without_its_agent_every_signal_has_a_reason() -> None:
    """The channel is there and nobody has opened it."""
    rows = list(COLLECTOR.parse(Answers({}), found(channel="disconnected")))

    assert {row.value for row in rows if isinstance(row, Reading)} == {
        Absent(Reason.MISSING, "qemu-guest-agent running in the guest")
    }


@given(st.sampled_from(sorted(REPLIES)).flatmap(lambda c: st.tuples(st.just(c), grown(REPLIES[c]))))
def test_any_reply_is_read(reply: tuple[str, str]) -> None:
    """Neither an exception nor an infinite number."""
    command, text = reply
    row = seen(REPLIES | {command: text})

    assert set(row) == {signal.name for signal in COLLECTOR.provides}
