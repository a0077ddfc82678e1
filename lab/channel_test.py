"""The lab's channel, against an agent that this test plays."""

import base64
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.channel import Channel, GuestSilentError


def _answer(request: str) -> object:
    command = json.loads(request)
    if command["execute"] == "guest-sync-delimited":
        return command["arguments"]["id"]
    if command["execute"] == "guest-exec":
        return {"pid": 7}
    return {"exited": True, "exitcode": 3, "out-data": base64.b64encode(b"hello\n").decode()}


def _play(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as requests:
        connection.sendall(b'{"return": "of a command which nobody waits for"}\n')
        for line in requests:
            request = line.rpartition(b"\xff")[2].decode()
            connection.sendall(json.dumps({"return": _answer(request)}).encode() + b"\n")


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Path]:
    """Return the socket of an agent that still has an old answer to deliver."""
    path = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        thread = threading.Thread(target=_play, args=(server,), daemon=True)
        thread.start()
        yield path
        thread.join(5)


def test_an_old_answer_is_not_taken_for_the_new_one(agent: Path) -> None:
    """What an abandoned command left in the channel is thrown away."""
    channel = Channel(agent)
    first, second = channel.sh("exit 3", 5), channel.sh("exit 3", 5)
    channel.close()
    assert first == second == (3, "hello\n")


def test_silence_is_an_error_within_the_time(tmp_path: Path) -> None:
    """A guest that never answers does not hang the lab."""
    path = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        channel = Channel(path)
        with pytest.raises(GuestSilentError, match="within"):
            channel.sh("true", 0.1)
        channel.close()
    assert path.exists()
