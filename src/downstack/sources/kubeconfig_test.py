"""Tests of kubeconfig files and logins."""

import json
import shutil
import ssl
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from downstack.model import Absent, Reason
from downstack.source import Raw, Request, Way
from downstack.sources.kubeconfig import (
    Credential,
    KubeconfigError,
    credential_of,
    find_login,
    read_kubeconfig,
)
from downstack.sources.kubernetes import Kubernetes

CONFIG = """
apiVersion: v1
kind: Config
current-context: lab
contexts:
- {name: lab, context: {cluster: lab, user: admin}}
- {name: viewer, context: {cluster: lab, user: viewer}}
clusters:
- {name: lab, cluster: {server: "https://127.0.0.1:16443", certificate-authority-data: Q0E=}}
users:
- {name: admin, user: {token: labtoken-admin}}
- {name: viewer, user: {tokenFile: viewer.token}}
"""
LATER = time.monotonic() + 3600


def written(folder: Path, text: str, name: str = "config") -> Path:
    """Return a file with this text."""
    path = folder / name
    path.write_text(text)
    return path


def test_current_context_is_used(tmp_path: Path) -> None:
    """Server, authority and token."""
    login = read_kubeconfig([written(tmp_path, CONFIG)])

    assert login.server.geturl() == "https://127.0.0.1:16443"
    assert login.authority == b"CA"
    assert credential_of(login, LATER) == Credential("Bearer labtoken-admin")


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    """A traceback or a log prints the repr."""
    login = read_kubeconfig([written(tmp_path, CONFIG)])

    assert "labtoken" not in repr(login)
    assert "labtoken" not in repr(credential_of(login, LATER))


def test_context_by_name_and_a_token_file_beside(tmp_path: Path) -> None:
    """Paths are relative to the file that names them."""
    written(tmp_path, "from-file\n", "viewer.token")
    login = read_kubeconfig([written(tmp_path, CONFIG)], "viewer")

    assert credential_of(login, LATER) == Credential("Bearer from-file")


def test_first_of_several_files_decides(tmp_path: Path) -> None:
    """As kubectl merges KUBECONFIG=a:b; a file that does not exist is passed over."""
    first = written(tmp_path, "users:\n- {name: admin, user: {token: mine}}\n", "a")
    second = written(tmp_path, CONFIG, "b")
    login = read_kubeconfig([tmp_path / "none", first, second])

    assert credential_of(login, LATER) == Credential("Bearer mine")


@pytest.mark.parametrize(
    ("text", "context", "says"),
    [
        (CONFIG, "prod", "no context 'prod'; it has: lab, viewer"),
        ("{}", "", "no current-context"),
        ("- a\n", "", "is no kubeconfig"),
        ("a: [\n", "", "is no YAML"),
        (CONFIG.replace("https://127.0.0.1:16443", "somewhere"), "", "no address"),
        (CONFIG.replace("certificate-authority-data", "certificate-authority"), "", "cannot be"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, context: str, says: str) -> None:
    """In one sentence."""
    with pytest.raises(KubeconfigError, match=says):
        read_kubeconfig([written(tmp_path, text)], context)


def test_pod_has_its_own_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a cluster nobody writes a kubeconfig."""
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "fd00::1")
    monkeypatch.setenv("KUBERNETES_SERVICE_PORT", "6443")
    written(tmp_path, "of-the-pod", "token")
    written(tmp_path, "CA", "ca.crt")
    login = find_login([], "", account=tmp_path, home=tmp_path)

    assert login is not None
    assert login.server.geturl() == "https://[fd00::1]:6443"
    assert credential_of(login, LATER) == Credential("Bearer of-the-pod")


def test_nothing_is_configured(tmp_path: Path) -> None:
    """Then nobody is asked."""
    assert find_login([], "", account=tmp_path, home=tmp_path) is None


def plugin_config(tmp_path: Path, script: str) -> Path:
    """Return a kubeconfig whose login is made by a Python script."""
    program = written(tmp_path, script, "plugin.py")
    user = {"exec": {"command": sys.executable, "args": [str(program)], "env": [{"name": "N"}]}}
    whole = {
        "current-context": "c",
        "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
        "clusters": [{"name": "c", "cluster": {"server": "http://127.0.0.1:1"}}],
        "users": [{"name": "u", "user": user}],
    }
    return written(tmp_path, json.dumps(whole))


def test_plugin_makes_the_login(tmp_path: Path) -> None:
    """It is told the version that it has to speak."""
    script = (
        "import json, os\n"
        "told = json.loads(os.environ['KUBERNETES_EXEC_INFO'])\n"
        "print(json.dumps({'status': {'token': told['apiVersion'].rpartition('/')[2]}}))\n"
    )
    login = read_kubeconfig([plugin_config(tmp_path, script)])

    assert credential_of(login, LATER) == Credential("Bearer v1")


@pytest.mark.parametrize(
    ("script", "reason"),
    [("import time\ntime.sleep(60)\n", Reason.TIMED_OUT), ("print('no')\n", Reason.DENIED)],
)
def test_plugin_that_fails_is_absence(tmp_path: Path, script: str, reason: Reason) -> None:
    """It never hangs the look."""
    login = read_kubeconfig([plugin_config(tmp_path, script)])
    answer = credential_of(login, time.monotonic() + 0.5)

    assert isinstance(answer, Absent)
    assert answer.reason is reason


class Quiet(BaseHTTPRequestHandler):
    """Answers an empty list."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"items":[]}')

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def certified(folder: Path) -> ssl.SSLContext:
    """Make a certificate for the name `kubernetes`, and a server that asks for it as well."""
    openssl = shutil.which("openssl") or ""
    subprocess.run(  # noqa: S603 - a fixed command line
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-keyout", "key", "-out", "crt", "-days", "2", "-subj", "/CN=lab"),
            *("-addext", "subjectAltName=DNS:kubernetes"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(folder / "crt"))
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(folder / "crt", folder / "key")
    return context


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make certificates")
def test_client_certificate_over_tls(tmp_path: Path) -> None:
    """A server that wants a certificate gets it; one with another name is not trusted."""
    context = certified(tmp_path)
    server = HTTPServer(("127.0.0.1", 0), Quiet)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    config = f"""
current-context: c
contexts: [{{name: c, context: {{cluster: named, user: u}}}},
           {{name: d, context: {{cluster: other, user: u}}}}]
clusters:
- {{name: named, cluster: {{server: "https://127.0.0.1:{server.server_port}",
    certificate-authority: crt, tls-server-name: kubernetes}}}}
- {{name: other, cluster: {{server: "https://127.0.0.1:{server.server_port}",
    certificate-authority: crt}}}}
users: [{{name: u, user: {{client-certificate: crt, client-key: key}}}}]
"""
    path = written(tmp_path, config)
    request = Request(Way.KUBERNETES, "/api/v1/nodes")
    sources = [Kubernetes(read_kubeconfig([path], name)) for name in ("", "d")]
    good, bad = (source.read([request], 5.0)[request] for source in sources)
    sources[0].close()
    server.shutdown()
    server.server_close()

    assert isinstance(good, Raw), good
    assert isinstance(bad, Absent)
    assert bad.reason is Reason.DENIED
