"""How an API server is reached and with which login: kubeconfig files, or a pod's own account."""

from __future__ import annotations

import base64
import binascii
import json
import os
import ssl
import subprocess
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from downstack.model import Absent, Reason
from downstack.sources.detached import abandon

ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")
"""Where a pod finds its own login."""
_AUTHENTICATION = "client.authentication.k8s.io"


class KubeconfigError(Exception):
    """No login can be made of what is there; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """A program that makes a login: its words and what is added to its environment."""

    words: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()
    version: str = f"{_AUTHENTICATION}/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Where an API server is, how it proves itself, and how one proves oneself to it."""

    server: SplitResult
    authority: bytes = b""
    server_name: str = ""
    is_checked: bool = True
    """Whether the server's certificate is."""
    certificate: bytes = field(default=b"", repr=False)
    key: bytes = field(default=b"", repr=False)
    token: str = field(default="", repr=False)
    token_file: Path | None = None
    password: tuple[str, str] | None = field(default=None, repr=False)
    plugin: Plugin | None = None
    proxy: SplitResult | None = None


def find_login(
    files: Iterable[Path], context: str, account: Path = ACCOUNT, home: Path | None = None
) -> Login | None:
    """Return the login of kubeconfig *files*, else of this pod, else of ~/.kube/config, else None.

    Errors: KubeconfigError.
    """
    named = [path for path in files if str(path)]
    if named:
        return read_kubeconfig(named, context)
    if (account / "token").exists():
        return _of_pod(account)
    default = (home or Path.home()) / ".kube" / "config"
    return read_kubeconfig([default], context) if default.is_file() else None


def _of_pod(account: Path) -> Login | None:
    host, port = (os.environ.get(f"KUBERNETES_SERVICE_{part}") for part in ("HOST", "PORT"))
    if not host:
        return None
    host = f"[{host}]" if ":" in host else host
    return Login(
        server=urlsplit(f"https://{host}:{port or 443}"),
        authority=_bytes_of(account / "ca.crt"),
        token_file=account / "token",
    )


def read_kubeconfig(files: Iterable[Path], context: str = "") -> Login:
    """Return the login of the context; of several files the first that names a thing decides.

    Errors: KubeconfigError.
    """
    merged = _merged([path for path in files if path.exists()])
    name = context or str(merged.get("current-context") or "")
    if not name:
        raise KubeconfigError("the kubeconfig has no current-context: say --context NAME")
    chosen = _named(merged, "contexts", "context", name)
    cluster = _named(merged, "clusters", "cluster", str(chosen.get("cluster")))
    user_name = chosen.get("user")
    user = _named(merged, "users", "user", str(user_name)) if user_name else {}
    server = urlsplit(str(cluster.get("server") or ""))
    if server.scheme not in {"http", "https"} or not server.hostname:
        raise KubeconfigError(f"context {name}: {server.geturl()!r} is no address of an API server")
    return _login(server, cluster, user)


def _login(server: SplitResult, cluster: Mapping[str, Any], user: Mapping[str, Any]) -> Login:
    proxy = cluster.get("proxy-url")
    token_file = user.get("tokenFile")
    name, password = user.get("username"), user.get("password")
    return Login(
        server=server,
        authority=_material(cluster, "certificate-authority"),
        server_name=str(cluster.get("tls-server-name") or ""),
        is_checked=cluster.get("insecure-skip-tls-verify") is not True,
        certificate=_material(user, "client-certificate"),
        key=_material(user, "client-key"),
        token=str(user.get("token") or ""),
        token_file=_beside(user, str(token_file)) if token_file else None,
        password=(str(name), str(password or "")) if name else None,
        plugin=_plugin(user),
        proxy=urlsplit(str(proxy)) if proxy else None,
    )


_FOLDER = "folder of the file"
"""Key under which a merged entry remembers where its relative paths begin."""


def _merged(files: list[Path]) -> dict[str, Any]:
    if not files:
        raise KubeconfigError("no such kubeconfig file")
    merged: dict[str, Any] = {"contexts": {}, "clusters": {}, "users": {}}
    for path in files:
        whole = _document(path)
        if whole.get("current-context"):
            merged.setdefault("current-context", whole["current-context"])
        for plural in ("contexts", "clusters", "users"):
            for row in whole.get(plural) or ():
                part = row.get(plural[:-1]) if isinstance(row, dict) else None
                if isinstance(part, dict):
                    merged[plural].setdefault(str(row.get("name")), {**part, _FOLDER: path.parent})
    return merged


def _document(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise KubeconfigError(f"{path} cannot be read: {error}") from error
    whole = _parsed(text, path)
    if not isinstance(whole, dict):
        raise KubeconfigError(f"{path} is no kubeconfig")
    return whole


def _parsed(text: str, path: Path) -> Any:
    if text.lstrip().startswith("{"):
        with suppress(ValueError, RecursionError):
            return json.loads(text)
    try:
        import yaml  # noqa: PLC0415 - an extra, and 30 ms that only a kubeconfig costs
    except ImportError as error:
        raise KubeconfigError(f"{path} is YAML: pip install 'downstack[kubernetes]'") from error
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise KubeconfigError(f"{path} is no YAML: {type(error).__name__}") from error


def _named(merged: Mapping[str, Any], plural: str, singular: str, name: str) -> dict[str, Any]:
    found = merged[plural].get(name)
    if found is None:
        known = ", ".join(sorted(merged[plural])) or "none"
        raise KubeconfigError(f"the kubeconfig has no {singular} {name!r}; it has: {known}")
    return dict(found)


def _beside(part: Mapping[str, Any], path: str) -> Path:
    return Path(part[_FOLDER]) / path


def _material(part: Mapping[str, Any], name: str) -> bytes:
    """Return a certificate or key: NAME-data as base64, or the file NAME."""
    data = part.get(f"{name}-data")
    if data:
        try:
            return base64.b64decode(str(data), validate=False)
        except (binascii.Error, ValueError) as error:
            raise KubeconfigError(f"{name}-data is no base64") from error
    path = part.get(name)
    return _bytes_of(_beside(part, str(path))) if path else b""


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KubeconfigError(f"{path} cannot be read: {error.strerror}") from error


def _plugin(user: Mapping[str, Any]) -> Plugin | None:
    about = user.get("exec")
    if not isinstance(about, dict) or not about.get("command"):
        return None
    command = str(about["command"])
    if "/" in command:
        command = str(_beside(user, command))
    listed = about.get("env")
    more = listed if isinstance(listed, list) else []
    return Plugin(
        words=(command, *(str(word) for word in about.get("args") or ())),
        environment=tuple(
            (str(one.get("name")), str(one.get("value") or ""))
            for one in more
            if isinstance(one, dict)
        ),
        version=str(about.get("apiVersion") or f"{_AUTHENTICATION}/v1"),
    )


@dataclass(frozen=True, slots=True)
class Credential:
    """What is shown to the server: a header, and a certificate with its key."""

    authorization: str = field(default="", repr=False)
    certificate: bytes = field(default=b"", repr=False)
    key: bytes = field(default=b"", repr=False)


def credential_of(login: Login, until: float) -> Credential | Absent:
    """Return what *login* proves itself by; a plugin gets the time until *until* (monotonic)."""
    if login.plugin is not None:
        return _run(login.plugin, until)
    header = ""
    if login.token_file is not None:
        try:
            header = f"Bearer {login.token_file.read_text().strip()}"
        except (OSError, UnicodeDecodeError):
            return Absent(Reason.MISSING, f"the token in {login.token_file}")
    elif login.token:
        header = f"Bearer {login.token}"
    elif login.password is not None:
        pair = base64.b64encode(":".join(login.password).encode()).decode()
        header = f"Basic {pair}"
    return Credential(header, login.certificate, login.key)


def _run(plugin: Plugin, until: float) -> Credential | Absent:
    """Run a plugin of the kubeconfig, as kubectl would; it gets no terminal to ask on."""
    asked = {"kind": "ExecCredential", "apiVersion": plugin.version, "spec": {"interactive": False}}
    more = dict(plugin.environment) | {"KUBERNETES_EXEC_INFO": json.dumps(asked)}
    program = plugin.words[0]
    try:
        child = subprocess.Popen(  # noqa: S603 - the program that the user's kubeconfig names
            plugin.words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | more,
            start_new_session=True,
        )
    except OSError as error:
        return Absent(Reason.MISSING, f"the login plugin {program} ({error.strerror})")
    try:
        output, _ = child.communicate(timeout=max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        return Absent(Reason.TIMED_OUT, f"the login plugin {program} to answer in time")
    finally:
        abandon(child)
    return _of_plugin(output, program)


def _of_plugin(output: bytes, program: str) -> Credential | Absent:
    try:
        status = json.loads(output).get("status")
    except (ValueError, RecursionError, AttributeError):
        status = None
    if not isinstance(status, dict):
        return Absent(Reason.DENIED, f"a login from the plugin {program}")
    token = status.get("token")
    return Credential(
        f"Bearer {token}" if token else "",
        str(status.get("clientCertificateData") or "").encode(),
        str(status.get("clientKeyData") or "").encode(),
    )


def tls_of(login: Login, credential: Credential) -> ssl.SSLContext:
    """Return how to speak TLS with the server. Errors: ssl.SSLError for bad material."""
    text = login.authority.decode("ascii", "replace") or None
    context = ssl.create_default_context(cadata=text)
    if not login.is_checked:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if credential.certificate:
        _load(context, credential)
    return context


def _load(context: ssl.SSLContext, credential: Credential) -> None:
    """Hand over a key through memory: it never reaches a disk."""
    handle = os.memfd_create("login")
    try:
        with os.fdopen(os.dup(handle), "wb") as file:
            file.write(credential.certificate + b"\n" + credential.key)
        context.load_cert_chain(f"/proc/self/fd/{handle}")
    finally:
        os.close(handle)
