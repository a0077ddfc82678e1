"""Tests of the API server as a source, against a server that really listens."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.bundle import Recording
from downstack.sources.kubeconfig import Login
from downstack.sources.kubernetes import Kubernetes

Reply = tuple[int, object]
PODS = Request(Way.KUBERNETES, "/api/v1/pods")
NODES = Request(Way.KUBERNETES, "/api/v1/nodes")
READY = Request(Way.KUBERNETES, "/readyz?verbose")


class Server(ThreadingHTTPServer):
    """An API server that answers as it is told, and remembers who asked what."""

    daemon_threads = True
    reply: Callable[[str], Reply]
    seen: list[tuple[str, str, int]]
    sources: list[Kubernetes]


class Handler(BaseHTTPRequestHandler):
    """Answers GET with JSON over connections that stay open."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Answer and take a note of it."""
        token = self.headers.get("Authorization", "")
        self.server.seen.append((self.path, token, self.client_address[1]))
        status, told = self.server.reply(self.path)
        body = told.encode() if isinstance(told, str) else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on a free port of this machine."""
    one = Server(("127.0.0.1", 0), Handler)
    one.seen, one.sources = [], []
    threading.Thread(target=one.serve_forever, args=(0.01,), daemon=True).start()
    yield one
    for source in one.sources:
        source.close()
    one.shutdown()
    one.server_close()


def source_of(server: Server, reply: Callable[[str], Reply]) -> Kubernetes:
    """Return a source for a server that answers so."""
    server.reply = reply
    address = urlsplit(f"http://127.0.0.1:{server.server_address[1]}")
    server.sources.append(Kubernetes(Login(server=address, token="t0ken")))  # noqa: S106 - a test's
    return server.sources[-1]


def text_of(answer: Answer) -> str:
    """Return the text of an answer that must be there."""
    assert isinstance(answer, Raw), answer
    return answer.text


def test_pages_are_joined_and_the_server_tells_its_time(server: Server) -> None:
    """Three pages of a list are one reply, and the connection was kept."""

    def reply(path: str) -> Reply:
        at = int(parse_qs(urlsplit(path).query).get("continue", ["0"])[0])
        more = {"continue": str(at + 1)} if at < 2 else {}
        return 200, {"items": [{"metadata": {"name": f"p{at}"}}], "metadata": more}

    source = source_of(server, reply)
    whole = json.loads(text_of(source.read([PODS], 5.0)[PODS]))

    assert [item["metadata"]["name"] for item in whole["items"]] == ["p0", "p1", "p2"]
    assert whole["date"].endswith("+00:00")
    assert {token for _, token, _ in server.seen} == {"Bearer t0ken"}
    assert len({port for _, _, port in server.seen}) == 1


@pytest.mark.parametrize(
    ("status", "absent"),
    [
        (401, Absent(Reason.DENIED, "a valid login of the cluster (kubeconfig: user)")),
        (403, Absent(Reason.DENIED, "the right to list nodes (RBAC)")),
        (404, Absent(Reason.MISSING, "an API server that serves /api/v1/nodes")),
        (429, Absent(Reason.TIMED_OUT, "an API server that is less busy")),
        (503, Absent(Reason.MISSING, "an API server that serves /api/v1/nodes (it says 503)")),
    ],
)
def test_refusal_says_what_is_needed(server: Server, status: int, absent: Absent) -> None:
    """Never an empty list."""
    source = source_of(server, lambda _: (status, {"kind": "Status"}))

    assert source.read([NODES], 5.0) == {NODES: absent}


@pytest.mark.parametrize(
    ("path", "need"),
    [
        (
            "/apis/apps/v1/namespaces/shop/deployments",
            "the right to list deployments.apps (RBAC)",
        ),
        ("/api/v1/namespaces/kube-system", "the right to get namespaces (RBAC)"),
        ("/api/v1/namespaces/kube-system/endpoints/kube-dns", "the right to get endpoints (RBAC)"),
        ("/metrics", "the right to get /metrics (RBAC)"),
    ],
)
def test_denied_names_verb_resource_and_group(server: Server, path: str, need: str) -> None:
    """As a ClusterRole spells it."""
    request = Request(Way.KUBERNETES, path)
    source = source_of(server, lambda _: (403, {}))

    assert source.read([request], 5.0)[request] == Absent(Reason.DENIED, need)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/secrets",
        "/api/v1/namespaces/a/secrets/b",
        "/api/v1/configmaps",
        "/api/v1/nodes/n1/proxy/metrics",
        "/api/v1/namespaces/a/pods/p/log",
        "/api/v1/namespaces/a/pods/p/exec?command=sh",
        "/api/v1/pods/../secrets",
        "/api/v1/pods?watch=1",
    ],
)
def test_other_paths_are_our_mistake(server: Server, path: str) -> None:
    """Nothing is sent."""
    source = source_of(server, lambda _: (200, {}))

    with pytest.raises(ValueError, match="not an allowed path"):
        source.read([Request(Way.KUBERNETES, path)], 5.0)
    assert server.seen == []


def test_what_could_hold_a_secret_is_not_kept(server: Server) -> None:
    """Environment, command line, annotations, cloud-init; the rest stays."""
    pod = {
        "metadata": {
            "name": "p",
            "managedFields": [{"manager": "s3cret"}],
            "annotations": {
                "kubectl.kubernetes.io/last-applied-configuration": "s3cret",
                "kubevirt.io/domain": "vm1",
            },
        },
        "spec": {
            "containers": [
                {
                    "name": "c",
                    "env": [{"name": "A", "value": "s3cret"}],
                    "args": ["--token=s3cret"],
                    "command": ["s3cret"],
                    "livenessProbe": {
                        "httpGet": {"path": "/alive?key=s3cret"},
                        "periodSeconds": 5,
                    },
                }
            ],
            "volumes": [{"name": "v", "cloudInitNoCloud": {"userData": "s3cret"}}],
            "csi": {"volumeAttributes": {"pool": "kube", "imageName": "i", "adminKey": "s3cret"}},
        },
        "status": {
            "containerStatuses": [
                {"lastState": {"terminated": {"exitCode": 1, "message": "s3cret"}}}
            ]
        },
    }
    text = text_of(source_of(server, lambda _: (200, {"items": [pod]})).read([PODS], 5.0)[PODS])
    kept = json.loads(text)["items"][0]

    assert "s3cret" not in text
    assert kept["metadata"] == {"name": "p", "annotations": {"kubevirt.io/domain": "vm1"}}
    assert kept["spec"]["containers"] == [{"name": "c", "livenessProbe": {"periodSeconds": 5}}]
    assert kept["spec"]["csi"] == {"volumeAttributes": {"pool": "kube", "imageName": "i"}}


def test_secrets_in_messages_are_redacted(server: Server) -> None:
    """An event quotes what a program was given; a bundle takes it as it is."""
    said = "Failed to pull image: Get https://user:s3cretpass@registry.example/v2/: unauthorized"
    events = Request(Way.KUBERNETES, "/api/v1/events")
    source = source_of(server, lambda _: (200, {"items": [{"message": said}]}))
    answer = Recording(source).read([events], 5.0)[events]

    assert "s3cretpass" not in text_of(answer)
    assert "Failed to pull image: Get https://user:REDACTED@registry.example" in text_of(answer)


def test_server_that_is_not_ready_says_why(server: Server) -> None:
    """A 500 of /readyz is an answer."""
    source = source_of(server, lambda _: (500, "[-]etcd failed: reason withheld\n"))
    told = json.loads(text_of(source.read([READY], 5.0)[READY]))

    assert (told["status"], told["text"]) == (500, "[-]etcd failed: reason withheld\n")
    assert 0 <= told["seconds"] < 5


def test_metrics_are_cut_to_what_is_read(server: Server) -> None:
    """Megabytes of buckets are not carried around."""
    text = (
        "# TYPE etcd_request_duration_seconds histogram\n"
        'etcd_request_duration_seconds_bucket{operation="get",le="0.1"} 7\n'
        'etcd_request_duration_seconds_sum{operation="get"} 0.5\n'
        'etcd_request_duration_seconds_count{operation="get"} 9\n'
        "go_goroutines 800\n"
    )
    request = Request(Way.KUBERNETES, "/metrics")
    answer = source_of(server, lambda _: (200, text)).read([request], 5.0)[request]

    assert text_of(answer).splitlines() == [text.splitlines()[2], text.splitlines()[3]]


def test_slow_server_costs_its_deadline_and_no_more(server: Server) -> None:
    """A list that does not come in time is late; the other one is there."""

    def reply(path: str) -> Reply:
        if "pods" in path:
            time.sleep(2.0)
        return 200, {"items": []}

    started = time.monotonic()
    answers = source_of(server, reply).read([PODS, NODES], 0.5)

    assert time.monotonic() - started < 1.5
    assert isinstance(answers[NODES], Raw)
    late = answers[PODS]
    assert isinstance(late, Absent)
    assert late.reason is Reason.TIMED_OUT
    assert "took the connection" in late.need


def test_nobody_listens(server: Server) -> None:
    """The address is named."""
    source = source_of(server, lambda _: (200, {}))
    server.shutdown()
    server.server_close()
    answer = source.read([NODES], 2.0)[NODES]

    assert answer == Absent(
        Reason.MISSING, f"an API server that listens on 127.0.0.1:{server.server_address[1]}"
    )


def test_garbage_is_malformed(server: Server) -> None:
    """A proxy's login page is no list."""
    source = source_of(server, lambda _: (200, "<html>"))

    assert source.read([NODES], 2.0)[NODES] == Absent(Reason.MALFORMED, "JSON from /api/v1/nodes")
