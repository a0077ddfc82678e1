"""A Ceph cluster through the Prometheus module of its manager, where only that can be reached."""

from __future__ import annotations

import base64
import http.client
import re
import time
from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import SplitResult, unquote, urlsplit

from downstack import __version__
from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Source
from downstack.sources.calls import Call, Calls, TooManyAbandonedError
from downstack.sources.http import CAP, TooLargeError, absent_of, body_of, left

METRICS = "metrics"
"""What is asked; every other question is Ceph's own."""
_OPEN = 4
"""Calls that may hang at the same time."""
_READ = re.compile(
    r"(?:# (?:HELP|TYPE) )?ceph_(?:"
    r"health_status|health_detail|mon_quorum_status|mgr_status|daemon_health_metrics|num_objects_degraded"
    r"|osd_(?:up|in|commit_latency_ms|stat_bytes|stat_bytes_used|flag_\w+)"
    r"|pool_(?:metadata|objects|quota_\w+|recovering_bytes_per_sec)"
    r"|pg_(?:total|active|undersized|inconsistent|peering|peered|down|incomplete|stale|unknown"
    r"|recovering|backfilling|\w+_toofull|\w+_unfound))(?![\w:])"
)
"""Lines that are kept: those of metrics that somebody reads."""
_LATE = Absent(Reason.TIMED_OUT, "Ceph's manager to answer in time (--ceph-metrics)")
_NOT_ASKED = Absent(Reason.NOT_ASKED, "the address of Ceph's manager (--ceph-metrics)")


class CephMetrics:
    """Answers `metrics` with what the manager exports at *url*, and hands on all other questions.

    No redirection is followed. Of the text only what is read is kept.

    Errors: ValueError when *url* is neither empty nor an address of http or https.
    """

    def __init__(self, url: str, inner: Source) -> None:
        self._inner = inner
        self._url = _address(url) if url else None
        self._calls = Calls(_OPEN)

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer every request; the manager is asked while the others are."""
        until = time.monotonic() + deadline
        ours = [request for request in requests if request.what == METRICS]
        others = [request for request in requests if request.what != METRICS]
        call = self._start(self._url, until) if ours and self._url else None
        answers = dict(self._inner.read(others, deadline)) if others else {}
        told = _result(call, until) if self._url else _NOT_ASKED
        return answers | dict.fromkeys(ours, told)

    def _start(self, url: SplitResult, until: float) -> Call[Answer] | None:
        try:
            return self._calls.start(partial(_get, url, until))
        except TooManyAbandonedError:
            return None


def _result(call: Call[Answer] | None, until: float) -> Answer:
    try:
        return call.result(until) if call else _LATE
    except TimeoutError:
        return _LATE


def _address(url: str) -> SplitResult:
    found = urlsplit(url)
    if found.scheme not in {"http", "https"} or not found.hostname or not _has_port(found):
        raise ValueError(f"--ceph-metrics takes http://HOST:9283 or https://..., not {url!r}")
    return found if found.path.strip("/") else found._replace(path="/metrics")


def _has_port(url: SplitResult) -> bool:
    try:
        return url.port != 0
    except ValueError:
        return False


def _get(url: SplitResult, until: float) -> Answer:
    host = url.netloc.rpartition("@")[2]
    try:
        return _ask(url, host, until)
    except TooLargeError:
        return Absent(Reason.MALFORMED, f"metrics of at most {CAP >> 20} MiB from {host}")
    except (OSError, http.client.HTTPException) as error:
        refused = f"Ceph's Prometheus module to listen on {host}; without a manager nobody does"
        server = "Ceph's manager to answer"
        return absent_of(error, host, server, refused=refused, late=_LATE)


def _ask(url: SplitResult, host: str, until: float) -> Answer:
    secure = url.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=left(until))
    try:
        path = f"{url.path}?{url.query}" if url.query else url.path
        connection.request("GET", path, headers=_headers(url))
        response = connection.getresponse()
        if response.status != http.client.OK:
            return _refused(host, response)
        text = body_of(response, connection, until).decode("utf-8", "replace")
        return Raw(_kept(text), time.monotonic())
    finally:
        connection.close()


def _headers(url: SplitResult) -> dict[str, str]:
    headers = {"Accept": "text/plain", "User-Agent": f"downstack/{__version__}"}
    if url.username:
        login = f"{unquote(url.username)}:{unquote(url.password or '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"
    return headers


def _refused(host: str, response: http.client.HTTPResponse) -> Absent:
    status = response.status
    if status in {http.client.UNAUTHORIZED, http.client.FORBIDDEN}:
        return Absent(Reason.DENIED, f"a login for {host} (--ceph-metrics https://USER:PASSWORD@)")
    where = (response.getheader("Location") or "").partition("?")[0][:80]
    if where:
        return Absent(Reason.MISSING, f"--ceph-metrics {where}, to which {host} points")
    return Absent(Reason.MISSING, f"metrics of Ceph's active manager on {host} (it says {status})")


def _kept(text: str) -> str:
    """Return the lines that somebody reads."""
    return "".join(f"{line}\n" for line in text.split("\n") if _READ.match(line))
