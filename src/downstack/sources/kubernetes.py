"""The API server of a Kubernetes cluster, read by GET over connections that are kept."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from downstack import __version__
from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request
from downstack.sources.calls import Calls, Turns, work_off
from downstack.sources.http import absent_of, body_of, left
from downstack.sources.kubeconfig import Credential, Login, credential_of, tls_of
from downstack.sources.kubernetes_cleaning import cleaned, cleaner_of
from downstack.sources.kubernetes_paths import (
    STATE_PATHS,
    SUMMARY,
    need_of,
    refuse_unless_allowed,
    right_of,
)

PAGE = 500
"""Objects of one page, as kubectl asks for them."""
_WIDTH = 4
_TRIPS = 2
"""Ways there and back until TLS 1.3 is set up."""
_LATE = Absent(Reason.TIMED_OUT, "more time for the API server (--deadline)")
_STALLED = Absent(
    Reason.TIMED_OUT, "more time for the API server, which took the connection (--deadline)"
)
_STATE_CODES = frozenset({200, 500, 503})
"""A state path answers with its text also when the server is not ready."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """One reply as it came; `date` is the server's clock.

    `seconds` is the server's own time, TLS included: what the way there and back takes is left out.
    """

    status: int
    body: bytes
    date: str
    seconds: float


class Kubernetes:
    """Answers with the JSON of the API server and, in `date`, its clock at that moment.

    The pages of a list are joined into one reply. `/readyz` and `/livez` are answered as JSON of
    `status`, `seconds` and `text`, `/metrics` by the lines that are read. Nothing that could hold a
    secret is kept of an object.

    Errors: ValueError for a path that is not allowed.
    """

    def __init__(self, login: Login) -> None:
        self._login = login
        self._idle: deque[_Connection] = deque()
        self._calls = Calls(2 * _WIDTH)
        self._credential: Credential | None = None
        self._tls: ssl.SSLContext | None = None
        self._trip = float("inf")
        """Seconds of the fastest way there and back: the slower ones waited for us."""

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer every request; what is late is TIMED_OUT, and its connection is closed.

        What it needs then says whether the server has at least taken a connection.
        """
        until = time.monotonic() + deadline
        asked = list(dict.fromkeys(requests))
        for request in asked:
            refuse_unless_allowed(request.what)
        trouble = self._log_in(until) if asked else None
        if trouble is not None:
            return dict.fromkeys(asked, trouble)
        answers: dict[Request, Answer] = dict.fromkeys(asked, _LATE)
        work_off(self._calls, asked, partial(self._answer, answers, until), Turns(_WIDTH, until))
        late = _LATE if self._trip == float("inf") else _STALLED
        return {request: late if one is _LATE else one for request, one in dict(answers).items()}

    def close(self) -> None:
        """Close the connections that are kept."""
        while self._idle:
            self._idle.pop().close()

    def _log_in(self, until: float) -> Absent | None:
        """Make the credential, once; return why there is none."""
        if self._credential is not None:
            return None
        credential = credential_of(self._login, until)
        if isinstance(credential, Absent):
            return credential
        try:
            self._tls = tls_of(self._login, credential)
        except (ssl.SSLError, OSError, ValueError) as error:
            return Absent(Reason.MALFORMED, f"a kubeconfig with a valid certificate ({error})")
        self._credential = credential
        return None

    def _answer(self, answers: dict[Request, Answer], until: float, request: Request) -> None:
        try:
            answers[request] = self._get(request.what, until)
        except (OSError, http.client.HTTPException) as error:
            answers[request] = self._trouble(error)

    def _trouble(self, error: Exception) -> Absent:
        where = self._login.server.netloc
        refused = f"an API server that listens on {where}"
        server = "an API server that answers"
        return absent_of(error, where, server, refused=refused, late=_LATE)

    def _get(self, path: str, until: float) -> Answer:
        if path in STATE_PATHS:
            return self._state(path, self._fetch(path, until))
        items: list[Any] = []
        more = ""
        while True:
            reply = self._fetch(_page(path, more), until)
            if reply.status != http.client.OK:
                return _absent(path, reply)
            whole = _json(reply.body)
            if not isinstance(whole, dict):
                return Absent(Reason.MALFORMED, f"JSON from {path}")
            if not isinstance(whole.get("items"), list):
                if str(whole.get("kind", "")).endswith("List"):
                    whole["items"] = []
                return _raw(cleaned(whole), reply)
            items += [cleaned(item) for item in whole["items"]]
            more = (whole.get("metadata") or {}).get("continue") or ""
            if not more:
                return _raw({"items": items}, reply)

    def _state(self, path: str, reply: _Reply) -> Answer:
        text = reply.body.decode("utf-8", "replace")
        if reply.status not in _STATE_CODES:
            return _absent(path, reply)
        cleaner = cleaner_of(path)
        if cleaner is not None or path == "/version":
            if reply.status != http.client.OK:
                return _absent(path, reply)
            return Raw(cleaner(text) if cleaner else text, time.monotonic())
        told = {"status": reply.status, "seconds": round(reply.seconds, 4), "text": text}
        return _raw(told, reply)

    def _fetch(self, path: str, until: float) -> _Reply:
        """Ask once; on a kept connection that the server has closed meanwhile, once more."""
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                break
            try:
                return self._ask(connection, path, until)
            except (http.client.HTTPException, OSError) as error:
                connection.close()
                if isinstance(error, TimeoutError):
                    raise
        started = time.monotonic()
        connection = self._connect(until)
        greeting = max(0.0, time.monotonic() - started - _TRIPS * self._trip)
        try:
            reply = self._ask(connection, path, until)
        except BaseException:
            connection.close()
            raise
        return replace(reply, seconds=reply.seconds + greeting)

    def _ask(self, connection: _Connection, path: str, until: float) -> _Reply:
        started = time.monotonic()
        connection.timeout = left(until)
        if connection.sock is not None:
            connection.sock.settimeout(left(until))
        headers = {"Accept": "application/json", "User-Agent": f"downstack/{__version__}"}
        if path in STATE_PATHS - {"/version"}:
            headers["Accept"] = "*/*"
        if self._credential is not None and self._credential.authorization:
            headers["Authorization"] = self._credential.authorization
        connection.request("GET", self._login.server.path.rstrip("/") + path, headers=headers)
        response = connection.getresponse()
        body = body_of(response, connection, until)
        response.close()  # it has been read: the connection may be used again
        reply = _Reply(
            response.status,
            body,
            _iso(response.getheader("Date") or ""),
            max(0.0, time.monotonic() - started - self._trip),
        )
        if connection.sock is not None and not response.will_close:
            self._idle.append(connection)
        else:
            connection.close()
        return reply

    def _connect(self, until: float) -> _Connection:
        server, proxy = self._login.server, self._login.proxy
        seconds = left(until)
        first = proxy or server
        host, port = first.hostname or "", first.port or _port(first.scheme)
        context = None if server.scheme == "http" else self._tls or ssl.create_default_context()
        name = self._login.server_name or server.hostname or ""
        connection = _Connection(host, port, seconds, context, name)
        if proxy is not None:
            connection.set_tunnel(server.hostname or "", server.port or _port(server.scheme))
        try:
            connection.connect()
        finally:
            self._trip = min(self._trip, connection.trip)
        return connection


class _Connection(http.client.HTTPConnection):
    """A connection, with TLS or without, that knows how long one way there and back takes."""

    def __init__(
        self, host: str, port: int, seconds: float, tls: ssl.SSLContext | None, name: str
    ) -> None:
        super().__init__(host, port, timeout=seconds)
        self._tls, self._name = tls, name
        self.trip = float("inf")
        """Seconds; none were measured before the server has taken the connection."""

    def connect(self) -> None:
        """Connect, and let the server prove its name, which may be another than its address."""
        started = time.monotonic()
        super().connect()
        self.trip = time.monotonic() - started
        if self._tls is not None:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self._name)


def _port(scheme: str) -> int:
    return 80 if scheme == "http" else 443


def _page(path: str, more: str) -> str:
    if path in STATE_PATHS or path == SUMMARY:
        return path
    page = f"{path}{'&' if '?' in path else '?'}limit={PAGE}"
    return f"{page}&continue={quote(more, safe='')}" if more else page


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _raw(whole: dict[str, Any], reply: _Reply) -> Raw:
    text = json.dumps({**whole, "date": reply.date}, ensure_ascii=False, separators=(",", ":"))
    return Raw(text, time.monotonic())


def _iso(date: str) -> str:
    try:
        return parsedate_to_datetime(date).isoformat()
    except (ValueError, TypeError):
        return ""


def _absent(path: str, reply: _Reply) -> Absent:
    match reply.status:
        case http.client.UNAUTHORIZED:
            return Absent(Reason.DENIED, "a valid login of the cluster (kubeconfig: user)")
        case http.client.FORBIDDEN:
            return Absent(Reason.DENIED, right_of(path))
        case http.client.NOT_FOUND:
            return Absent(Reason.MISSING, need_of(path))
        case http.client.TOO_MANY_REQUESTS | http.client.GATEWAY_TIMEOUT:
            return Absent(Reason.TIMED_OUT, "an API server that is less busy")
        case status:
            bare = path.partition("?")[0]
            return Absent(Reason.MISSING, f"an API server that serves {bare} (it says {status})")
