"""The cluster's API as the lab uses it: raw JSON, from outside of the host's namespaces."""

import ctypes
import http.client
import json
import os
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab.failure import LabError

CLONE_NEWNET = 0x40000000
JSON = "application/json"
MERGE = "application/merge-patch+json"
OK = range(200, 300)
NOT_FOUND = 404


class ApiError(LabError):
    """The API server refused, or did not answer."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Reply:
    """What the API server said."""

    status: int
    text: str

    @property
    def content(self) -> Any:
        """The JSON."""
        return json.loads(self.text)


def _open(namespace: Path, port: int, seconds: float) -> socket.socket:
    libc = ctypes.CDLL(None, use_errno=True)
    with namespace.open() as file:
        if libc.setns(file.fileno(), CLONE_NEWNET):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(namespace))
    return socket.create_connection(("127.0.0.1", port), timeout=seconds)


def connect(namespace: Path, port: int, seconds: float) -> socket.socket:
    """Return a connection to a port on the loopback of a network namespace."""
    with ThreadPoolExecutor(max_workers=1) as thread:  # which alone changes its namespace
        return thread.submit(_open, namespace, port, seconds).result()


@dataclass(frozen=True, slots=True)
class Api:
    """One user's way to the API server."""

    namespace: Path
    port: int
    authority: Path
    token: str

    def ask(
        self,
        method: str,
        path: str,
        body: str | None = None,
        *,
        kind: str = JSON,
        seconds: float = 10,
    ) -> Reply:
        """Return the reply, whatever its status; raise ApiError if there is none."""
        context = ssl.create_default_context(cafile=str(self.authority))
        headers = {"Authorization": f"Bearer {self.token}", "Accept": JSON, "Content-Type": kind}
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            raw = connect(self.namespace, self.port, seconds)
            raw.settimeout(seconds)
            connection.sock = context.wrap_socket(raw, server_hostname="127.0.0.1")
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Reply(answer.status, answer.read().decode())
        except (OSError, http.client.HTTPException) as error:
            raise ApiError(f"{method} {path}: {error}") from error
        finally:
            connection.close()

    def must(self, method: str, path: str, body: str | None = None, *, kind: str = JSON) -> Any:
        """Return the JSON of a reply that says yes."""
        reply = self.ask(method, path, body, kind=kind)
        if reply.status not in OK:
            raise ApiError(f"{method} {path}: {reply.status} {reply.text.strip()}", reply.status)
        return reply.content

    def get(self, path: str) -> Any:
        """Return an object or a list."""
        return self.must("GET", path)

    def patch(self, path: str, change: object) -> Any:
        """Merge a change into an object."""
        return self.must("PATCH", path, json.dumps(change), kind=MERGE)

    def create(self, path: str, manifest: object) -> Any:
        """Add an object to a collection."""
        return self.must("POST", path, json.dumps(manifest))

    def delete(self, path: str, *, at_once: bool = False) -> None:
        """Delete an object or a collection; one that is not there is fine."""
        options = json.dumps({"gracePeriodSeconds": 0}) if at_once else None
        reply = self.ask("DELETE", path, options)
        if reply.status not in OK and reply.status != NOT_FOUND:
            raise ApiError(f"DELETE {path}: {reply.status} {reply.text.strip()}", reply.status)
