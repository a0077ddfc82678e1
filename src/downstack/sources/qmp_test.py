"""A plain QEMU's monitor, played by a thread behind a real socket."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.qmp import Qmp

GREETING = {"QMP": {"version": {"qemu": {"major": 7, "minor": 2, "micro": 22}}}}
EVENT = {"event": "RESUME", "timestamp": {"seconds": 1, "microseconds": 2}}
BUSY = Absent(Reason.TIMED_OUT, "the monitor socket: it is busy or hung")


@contextmanager
def monitor(path: Path, replies: dict[str, object] | None) -> Iterator[list[str]]:
    """Serve clients one after the other; without *replies* accept them and say nothing."""
    heard: list[str] = []
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen(1)
        server.settimeout(10)

        def serve() -> None:
            client, _ = server.accept()
            with client, client.makefile("rw") as stream:
                if replies is None:
                    stream.read(1)
                    return
                stream.write(json.dumps(GREETING) + "\n")
                stream.flush()
                for line in stream:
                    command = json.loads(line)["execute"]
                    heard.append(command)
                    reply = replies.get(command, {"error": {"class": "CommandNotFound"}})
                    stream.write(json.dumps(EVENT) + "\n" + json.dumps(reply) + "\n")
                    stream.flush()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield heard
        thread.join(5)


def ask(path: Path | str, *commands: str) -> list[Answer]:
    """Ask one socket, within a second that is never needed."""
    requests = [Request(Way.QMP, str(path), (command,)) for command in commands]
    answers = Qmp().read(requests, 1.0)
    return [answers[request] for request in requests]


def test_asks_all_commands_over_one_connection(tmp_path: Path) -> None:
    """Answers are the JSON of what is returned; events between them are passed over."""
    replies = {
        "qmp_capabilities": {"return": {}},
        "query-status": {"return": {"status": "running", "running": True}},
    }
    with monitor(tmp_path / "qmp", replies) as heard:
        status, version = ask(tmp_path / "qmp", "query-status", "query-version")
    assert isinstance(status, Raw)
    assert json.loads(status.text) == {"status": "running", "running": True}
    assert version == Absent(Reason.MISSING, "a QEMU that knows query-version")
    assert heard == ["qmp_capabilities", "query-status", "query-version"]


def test_a_monitor_without_a_greeting_is_busy_or_hung(tmp_path: Path) -> None:
    """Another client may hold the socket: we are gone after 200 ms and do not say "hung"."""
    begin = time.monotonic()
    with monitor(tmp_path / "qmp", None):
        (answer,) = ask(tmp_path / "qmp", "query-status")
        assert time.monotonic() - begin < 0.9
    assert answer == BUSY


def test_says_why_a_socket_cannot_be_asked(tmp_path: Path) -> None:
    """No socket, nobody behind it, and a socket that is libvirt's own are three answers."""
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(tmp_path / "stale"))
    (missing,) = ask(tmp_path / "none", "query-status")
    (refused,) = ask(tmp_path / "stale", "query-status")
    (owned,) = ask("/var/lib/libvirt/qemu/domain-1-db1/monitor.sock", "query-status")
    reasons = [answer.reason for answer in (missing, refused, owned) if isinstance(answer, Absent)]
    assert reasons == [Reason.MISSING, Reason.MISSING, Reason.NOT_APPLICABLE]


def test_what_is_not_qmp_is_malformed(tmp_path: Path) -> None:
    """A socket that speaks something else is said to do so."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "other"))
        server.listen(1)

        def talk() -> None:
            client, _ = server.accept()
            with client:
                client.sendall(b"SSH-2.0-OpenSSH\n")
                client.recv(10)

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        (answer,) = ask(tmp_path / "other", "query-status")
        thread.join(5)
    assert answer == Absent(Reason.MALFORMED, "a monitor socket that speaks QMP")


@pytest.mark.parametrize("arguments", [("quit",), ("query-status", "x"), (), ("stop",)])
def test_refuses_other_commands(arguments: tuple[str, ...]) -> None:
    """Only three queries may be asked; anything else is a mistake of ours."""
    with pytest.raises(ValueError, match="not an allowed monitor command"):
        Qmp().read((Request(Way.QMP, "/x", arguments),), 1.0)
