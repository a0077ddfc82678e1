"""The guest agent, played at the one function of libvirt through which it is asked."""

import importlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.guest_agent import (
    NOT_CONFIGURED,
    NOT_RESPONDING,
    NOT_RUNNING,
    OVER_BUDGET,
    Budget,
    GuestAgent,
)
from downstack.sources.libvirt_connection import library

binding: Any = pytest.importorskip("libvirt")

UUIDS = [f"6695eb01-f6a4-8304-79aa-97f2502e1{number:03d}" for number in range(4)]
DOMAIN = """<domain type='test'><name>g{number}</name><uuid>{uuid}</uuid><memory>65536</memory>
<vcpu>1</vcpu><os><type arch='i686'>hvm</type></os></domain>"""
Reply = Callable[[str, str, int], str]


@pytest.fixture
def uri(tmp_path: Path) -> str:
    """Return a test driver with four running domains."""
    domains = [DOMAIN.format(number=number, uuid=uuid) for number, uuid in enumerate(UUIDS)]
    (tmp_path / "node.xml").write_text(f"<node>{''.join(domains)}</node>")
    return f"test://{tmp_path}/node.xml"


def play(monkeypatch: pytest.MonkeyPatch, reply: Reply) -> list[tuple[str, str]]:
    """Let *reply* answer (uuid, command, seconds); return what was asked."""
    asked: list[tuple[str, str]] = []

    def command(domain: Any, text: str, seconds: int, flags: int) -> str:
        assert flags == 0
        uuid, name = domain.UUIDString(), json.loads(text)["execute"]
        asked.append((uuid, name))
        return reply(uuid, name, seconds)

    monkeypatch.setattr(importlib.import_module("libvirt_qemu"), "qemuAgentCommand", command)
    return asked


def ask(agent: GuestAgent, uuid: str, *commands: str, deadline: float = 5.0) -> tuple[Answer, ...]:
    """Ask one guest."""
    requests = [Request(Way.AGENT, uuid, (command,)) for command in commands]
    answers: Mapping[Request, Answer] = agent.read(requests, deadline)
    return tuple(answers[request] for request in requests)


def failing(code: str, message: str) -> Reply:
    """Return a reply that raises what libvirt raises."""

    def reply(_uuid: str, _command: str, _seconds: int) -> str:
        error = library().libvirtError(message)
        error.err = (getattr(binding, code), 0, message, 2, None, None, None, 0, 0)
        raise error

    return reply


def echo(_uuid: str, command: str, _seconds: int) -> str:
    """Return the command's name as what the agent returns."""
    return json.dumps({"return": {"was": command}})


def test_gives_what_the_agent_returns_and_counts(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers are the JSON inside `return`; every command that was tried is counted."""
    play(monkeypatch, echo)
    agent = GuestAgent(uri)
    ping, stats = ask(agent, UUIDS[0], "guest-ping", "guest-get-cpustats")
    assert isinstance(ping, Raw)
    assert isinstance(stats, Raw)
    assert (ping.text, stats.text) == ('{"was":"guest-ping"}', '{"was":"guest-get-cpustats"}')
    assert agent.calls == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("guest-exec",),
        ("guest-fsfreeze-freeze",),
        ("guest-set-time",),
        ("guest-file-open",),
        ("guest-shutdown",),
        ("guest-ping", "x"),
        (),
        ("guest-sync",),
        ("guest-get-users",),
    ],
)
def test_refuses_every_other_command(
    uri: str, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """What is not in the list is never sent, not even beside a command that is."""
    asked = play(monkeypatch, echo)
    good = Request(Way.AGENT, UUIDS[0], ("guest-ping",))
    with pytest.raises(ValueError, match="not an allowed guest agent command"):
        GuestAgent(uri).read((good, Request(Way.AGENT, UUIDS[0], arguments)), 1.0)
    assert asked == []


@pytest.mark.parametrize(
    ("code", "message", "expected"),
    [
        (
            "VIR_ERR_AGENT_UNRESPONSIVE",
            "Guest agent is not responding: QEMU guest agent is not connected",
            NOT_RUNNING,
        ),
        (
            "VIR_ERR_ARGUMENT_UNSUPPORTED",
            "argument unsupported: QEMU guest agent is not configured",
            NOT_CONFIGURED,
        ),
        (
            "VIR_ERR_AGENT_UNRESPONSIVE",
            "Guest agent is not responding: Guest agent not available for now",
            NOT_RESPONDING,
        ),
    ],
)
def test_a_guest_that_does_not_answer_is_asked_once(
    uri: str,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    message: str,
    expected: Absent,
) -> None:
    """Not connected, not configured and not responding are told apart; the rest is not tried."""
    asked = play(monkeypatch, failing(code, message))
    answers = ask(GuestAgent(uri), UUIDS[0], "guest-ping", "guest-get-time", "guest-info")
    assert answers == (expected, expected, expected)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (
            "unable to execute QEMU agent command 'x': The command x has not been found",
            Reason.MISSING,
        ),
        (
            "Command guest-exec has been disabled: the agent is in frozen state",
            Reason.DENIED,
        ),
    ],
)
def test_a_command_the_agent_lacks_does_not_stop_the_others(
    uri: str, monkeypatch: pytest.MonkeyPatch, message: str, reason: Reason
) -> None:
    """An old agent, or a frozen one, still answers what it can."""
    asked = play(monkeypatch, failing("VIR_ERR_INTERNAL_ERROR", message))
    answers = ask(GuestAgent(uri), UUIDS[0], "guest-ping", "guest-get-time")
    assert [answer.reason for answer in answers if isinstance(answer, Absent)] == [reason] * 2
    assert len(asked) == 2


def test_stays_within_the_calls_of_its_budget(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the budget of one guest nothing is sent to it; another guest has its own."""
    asked = play(monkeypatch, echo)
    agent = GuestAgent(uri, Budget(calls=2))
    first = ask(agent, UUIDS[0], "guest-ping", "guest-info", "guest-get-time")
    assert first[2] == OVER_BUDGET
    assert ask(agent, UUIDS[0], "guest-ping") == (OVER_BUDGET,)
    assert isinstance(ask(agent, UUIDS[1], "guest-ping")[0], Raw)
    assert len(asked) == agent.calls == 3


def test_stays_within_the_seconds_of_its_budget(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow agent is left alone once its seconds are spent."""

    def slow(uuid: str, command: str, seconds: int) -> str:
        time.sleep(0.15)
        return echo(uuid, command, seconds)

    play(monkeypatch, slow)
    agent = GuestAgent(uri, Budget(seconds=0.1))
    answers = ask(agent, UUIDS[0], "guest-ping", "guest-info")
    assert isinstance(answers[0], Raw)
    assert answers[1] == OVER_BUDGET


def test_a_stuck_guest_does_not_hold_up_the_others(
    uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guests are asked at the same time, and one that hangs is TIMED_OUT at the deadline."""
    gate = threading.Event()

    def stuck(uuid: str, command: str, seconds: int) -> str:
        if uuid == UUIDS[0]:
            gate.wait(30)
        return echo(uuid, command, seconds)

    play(monkeypatch, stuck)
    requests = [Request(Way.AGENT, uuid, ("guest-ping",)) for uuid in UUIDS]
    begin = time.monotonic()
    answers = GuestAgent(uri, Budget(guests=2)).read(requests, 0.6)
    assert time.monotonic() - begin < 3
    assert answers[requests[0]] == NOT_RESPONDING
    assert [isinstance(answers[request], Raw) for request in requests[1:]] == [True] * 3
    gate.set()


def test_a_domain_that_is_gone_is_missing(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A UUID that libvirt does not know is said to be gone, and no agent is asked."""
    asked = play(monkeypatch, echo)
    (answer,) = ask(GuestAgent(uri), "00000000-0000-4000-8000-000000000000", "guest-ping")
    assert answer == Absent(Reason.MISSING, "a domain that still exists")
    assert asked == []


def test_an_answer_that_is_no_json_is_malformed(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A guest may say anything; what is no JSON is MALFORMED."""
    play(monkeypatch, lambda _uuid, _command, _seconds: "rm -rf /")
    (answer,) = ask(GuestAgent(uri), UUIDS[0], "guest-ping")
    assert isinstance(answer, Absent)
    assert answer.reason is Reason.MALFORMED
