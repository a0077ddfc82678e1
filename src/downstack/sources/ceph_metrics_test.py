"""Tests of the metrics of Ceph's manager as a source, against a server that really listens."""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources import connect, http
from downstack.sources.ceph import Access
from downstack.sources.ceph_metrics import CephMetrics
from downstack.sources.redact import redact

METRICS = Request(Way.CEPH, "metrics")
STATUS = Request(Way.CEPH, "status")
TEXT = """\
# HELP ceph_health_status Cluster health status
# TYPE ceph_health_status untyped
ceph_health_status 0.0
# TYPE ceph_osd_op_in_bytes counter
ceph_osd_op_in_bytes{ceph_daemon="osd.0"} 7.0
# TYPE ceph_osd_in untyped
ceph_osd_in{ceph_daemon="osd.0"} 1.0
ceph_pool_metadata{pool_id="1",name="secret-vms",description="replica:3"} 1.0
ceph_pg_backfill_toofull{pool_id="1"} 0.0
ceph_pg_repair{pool_id="1"} 0.0
"""
KEPT = """\
# HELP ceph_health_status Cluster health status
# TYPE ceph_health_status untyped
ceph_health_status 0.0
# TYPE ceph_osd_in untyped
ceph_osd_in{ceph_daemon="osd.0"} 1.0
ceph_pool_metadata{pool_id="1",name="secret-vms",description="replica:3"} 1.0
ceph_pg_backfill_toofull{pool_id="1"} 0.0
"""


class Server(ThreadingHTTPServer):
    """A manager that answers as it is told, and remembers what it was asked."""

    daemon_threads = True
    status = 200
    body = TEXT
    location = ""
    pause = 0.0
    seen: list[tuple[str, str]]

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Answers every GET alike."""

    server: Server

    def do_GET(self) -> None:
        """Answer and take a note of it."""
        self.server.seen.append((self.path, self.headers.get("Authorization", "")))
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()
        time.sleep(self.server.pause)
        self.wfile.write(self.server.body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Monitors:
    """Stands for what else is asked of Ceph."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer nothing."""
        self.asked += requests
        return dict.fromkeys(requests, Absent(Reason.NOT_ASKED, f"{deadline} s"))


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on a free port of this machine."""
    one = Server(("127.0.0.1", 0), Handler)
    one.seen = []
    threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True).start()
    yield one
    one.shutdown()
    one.server_close()


def ask(url: str, deadline: float = 5.0) -> Answer:
    """Return what is answered to the one question."""
    return CephMetrics(url, Monitors()).read((METRICS,), deadline)[METRICS]


def test_keeps_the_lines_that_somebody_reads(server: Server) -> None:
    """A metric whose name only begins like one of these is none of them; nothing is redacted."""
    answer = ask(server.url)

    assert isinstance(answer, Raw)
    assert answer.text == KEPT == redact(answer.text)
    assert server.seen == [("/metrics", "")]


@pytest.mark.parametrize(
    ("path", "asked"),
    [("/", "/metrics"), ("/federate?match[]=ceph", "/federate?match[]=ceph"), ("/a/b", "/a/b")],
)
def test_a_path_is_kept(server: Server, path: str, asked: str) -> None:
    """An address without one is a manager's."""
    ask(server.url + path)

    assert server.seen == [(asked, "")]


def test_a_login_in_the_address_is_a_header(server: Server) -> None:
    """It is no part of what is said when that fails."""
    server.status = 401
    answer = ask(server.url.replace("//", "//kim:s%20s@"))

    assert server.seen == [("/metrics", f"Basic {base64.b64encode(b'kim:s s').decode()}")]
    assert isinstance(answer, Absent)
    assert answer.reason is Reason.DENIED
    assert "s%20s" not in answer.need


def test_a_redirection_is_not_followed_but_told(server: Server) -> None:
    """A standby manager may point to the active one."""
    server.status, server.location = 302, "http://node2:9283/metrics?token=a"
    answer = ask(server.url)

    assert isinstance(answer, Absent)
    assert answer.reason is Reason.MISSING
    assert answer.need.startswith("--ceph-metrics http://node2:9283/metrics, to which 127.0.0.1:")
    assert len(server.seen) == 1


@pytest.mark.parametrize("status", [404, 503])
def test_an_error_of_the_server_is_missing(server: Server, status: int) -> None:
    """Another program, or a manager whose numbers are too old."""
    server.status = status
    answer = ask(server.url)

    assert isinstance(answer, Absent)
    assert (answer.reason, str(status) in answer.need) == (Reason.MISSING, True)


def test_more_than_the_cap_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever answers cannot fill the memory."""
    monkeypatch.setattr(http, "CAP", 1 << 20)
    server.body = "x" * (2 << 20)
    answer = ask(server.url)

    assert isinstance(answer, Absent)
    assert answer.reason is Reason.MALFORMED


def test_a_server_that_is_late_is_left_behind(server: Server) -> None:
    """The header came, the rest does not."""
    server.pause = 2.0
    begun = time.monotonic()
    answer = ask(server.url, deadline=0.2)

    assert isinstance(answer, Absent)
    assert answer.reason is Reason.TIMED_OUT
    assert time.monotonic() - begun < 1


def test_a_port_where_nobody_listens_is_missing() -> None:
    """It is refused at once."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        answer = ask(f"http://127.0.0.1:{free.getsockname()[1]}")

    assert isinstance(answer, Absent)
    assert answer.reason is Reason.MISSING
    assert "to listen on 127.0.0.1:" in answer.need


def test_what_does_not_speak_tls_is_missing(server: Server) -> None:
    """With https."""
    answer = ask(server.url.replace("http:", "https:"))

    assert isinstance(answer, Absent)
    assert answer.reason is Reason.MISSING


def test_all_other_questions_go_on(server: Server) -> None:
    """Each to where it belongs, in one read."""
    monitors = Monitors()
    answers = CephMetrics(server.url, monitors).read((STATUS, METRICS), 3.0)

    assert monitors.asked == [STATUS]
    assert answers[STATUS] == Absent(Reason.NOT_ASKED, "3.0 s")
    assert isinstance(answers[METRICS], Raw)


def test_without_an_address_nobody_is_asked() -> None:
    """The answer says which option would."""
    answer = ask("")

    assert answer == Absent(Reason.NOT_ASKED, "the address of Ceph's manager (--ceph-metrics)")


@pytest.mark.parametrize("url", ["mgr:9283", "file:///etc/passwd", "http://", "http://a:x"])
def test_what_is_no_address_of_http_is_wrong_use(url: str) -> None:
    """Said before anything is asked."""
    with pytest.raises(ValueError, match="--ceph-metrics takes http://HOST:9283"):
        CephMetrics(url, Monitors())


def test_works_beside_a_machine_without_ceph_conf(server: Server) -> None:
    """As `downstack` puts the sources together."""
    nowhere = Access("/nowhere/ceph.conf")
    beside = connect.Beside(nowhere, ceph_metrics=server.url)
    answers = connect.local("test:///default", beside=beside).read((STATUS, METRICS), 5.0)

    assert answers[STATUS] == Absent(Reason.MISSING, "/nowhere/ceph.conf to be there")
    assert isinstance(answers[METRICS], Raw)
