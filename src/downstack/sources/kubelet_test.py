"""Tests of kubelets as a source, against one that really listens and proves itself."""

import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.kubeconfig import Login, Plugin
from downstack.sources.kubelet import Kubelets
from downstack.sources.kubernetes_paths import SUMMARY

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
TOLD = {"node": {"nodeName": "worker1"}, "pods": []}


class Kubelet(ThreadingHTTPServer):
    """Tells what a kubelet tells, and remembers who has asked."""

    daemon_threads = True
    seen: list[tuple[str, str]]
    status = 200


class Handler(BaseHTTPRequestHandler):
    """Answers every GET."""

    server: Kubelet

    def do_GET(self) -> None:
        """Answer and take a note of it."""
        self.server.seen.append((self.path, self.headers.get("Authorization", "")))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(json.dumps(TOLD).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def certificate(folder: Path) -> bytes:
    """Make a certificate for this machine, which signs itself, and its key beside it."""
    folder.mkdir(exist_ok=True)
    openssl = shutil.which("openssl") or ""
    subprocess.run(  # noqa: S603 - a fixed command line
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-keyout", "key", "-out", "crt", "-days", "2", "-subj", "/CN=lab"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return (folder / "crt").read_bytes()


@pytest.fixture
def kubelet(tmp_path: Path) -> Iterator[Kubelet]:
    """A kubelet on a free port of this machine; its certificate is in `tmp_path`."""
    certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "crt", tmp_path / "key")
    one = Kubelet(("127.0.0.1", 0), Handler)
    one.seen = []
    one.socket = context.wrap_socket(one.socket, server_side=True)
    threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True).start()
    yield one
    one.shutdown()
    one.server_close()


def login(authority: bytes) -> Login:
    """Return the login of a cluster with this authority."""
    server = urlsplit("https://10.0.0.1:6443")
    return Login(server=server, authority=authority, token="t0ken")  # noqa: S106 - a test's


def ask(login: Login, port: int, seconds: float = 5.0) -> Answer:
    """Return what the kubelet on a port of this machine says."""
    request = Request(Way.KUBELET, f"127.0.0.1:{port}{SUMMARY}")
    return Kubelets(login).read([request], seconds)[request]


def test_summary_and_the_clock_of_the_node_are_told(kubelet: Kubelet, tmp_path: Path) -> None:
    """Asked once, with the login of the cluster, for what it counts anyway."""
    answer = ask(login((tmp_path / "crt").read_bytes()), kubelet.server_port)

    assert isinstance(answer, Raw), answer
    told = json.loads(answer.text)
    assert told.pop("date")
    assert told == TOLD
    assert kubelet.seen == [(SUMMARY, "Bearer t0ken")]


def test_login_is_shown_to_nobody_who_proves_nothing(kubelet: Kubelet, tmp_path: Path) -> None:
    """Another authority has signed the certificate, or certificates are not looked at."""
    other = login(certificate(tmp_path / "other"))
    answers = [ask(one, kubelet.server_port) for one in (other, replace(other, is_checked=False))]

    assert [one.reason for one in answers if isinstance(one, Absent)] == [Reason.DENIED] * 2
    assert kubelet.seen == []


def test_right_that_is_missing_is_named(kubelet: Kubelet, tmp_path: Path) -> None:
    """As the API server's are."""
    kubelet.status = 403
    answer = ask(login((tmp_path / "crt").read_bytes()), kubelet.server_port)

    assert answer == Absent(Reason.DENIED, "the right to get nodes/stats (RBAC)")


def test_plugin_makes_one_login_for_all(kubelet: Kubelet, tmp_path: Path) -> None:
    """It may ask a server far away each time."""
    count = tmp_path / "count"
    made = {"status": {"token": "made"}}
    script = f"echo >> {count}; echo '{json.dumps(made)}'"
    plugin = Plugin(words=("sh", "-c", script))
    source = Kubelets(replace(login((tmp_path / "crt").read_bytes()), token="", plugin=plugin))
    dead = socket.create_server(("127.0.0.1", 0))
    port = dead.getsockname()[1]
    dead.close()
    asked = [
        Request(Way.KUBELET, f"127.0.0.1:{each}{SUMMARY}") for each in (kubelet.server_port, port)
    ]
    answers = source.read(asked, 5.0)

    assert isinstance(answers[asked[0]], Raw)
    assert answers[asked[1]] == Absent(
        Reason.MISSING, f"a kubelet that can be reached on 127.0.0.1:{port}"
    )
    assert kubelet.seen == [(SUMMARY, "Bearer made")]
    assert count.read_text() == "\n"


def test_silent_kubelet_costs_the_deadline(tmp_path: Path) -> None:
    """It takes the connection and says nothing."""
    silent = socket.create_server(("127.0.0.1", 0))
    started = time.monotonic()
    answer = ask(login(certificate(tmp_path)), silent.getsockname()[1], 0.4)
    silent.close()

    assert isinstance(answer, Absent)
    assert answer.reason is Reason.TIMED_OUT
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize(
    "what",
    [
        f"worker1:10250{SUMMARY}",
        "10.0.0.2:10250/pods",
        "10.0.0.2:10250/run/shop/api/api?cmd=id",
        f"10.0.0.2:10250/..{SUMMARY}",
        f"10.0.0.2@evil:10250{SUMMARY}",
    ],
)
def test_nothing_else_may_be_asked(what: str) -> None:
    """An address, and one path that reads."""
    with pytest.raises(ValueError, match="not an allowed question"):
        Kubelets(login(b"")).read([Request(Way.KUBELET, what)], 1.0)
