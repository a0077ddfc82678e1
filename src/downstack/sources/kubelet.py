"""The kubelets of a cluster, each asked on the port of its node with the login of the cluster."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.calls import Calls, Turns, work_off
from downstack.sources.kubeconfig import Login, credential_of
from downstack.sources.kubernetes import Kubernetes
from downstack.sources.kubernetes_paths import SUMMARY

_WIDTH = 8
_ALLOWED = re.compile(
    rf"(?P<place>(?:\[[0-9a-f:.]{{2,45}}\]|[0-9.]{{7,15}}):[0-9]{{1,5}}){re.escape(SUMMARY)}"
)
_LATE = Absent(Reason.TIMED_OUT, "more time for the kubelet (--deadline), or a way to its port")
_UNPROVEN = Absent(Reason.DENIED, "a kubeconfig that checks certificates: a login is shown")


class Kubelets:
    """Answers with the JSON of kubelets and, in `date`, the clocks of their nodes.

    The login is shown to none that does not prove itself to the authority of the cluster.

    Errors: ValueError for a place or a path that is not allowed.
    """

    def __init__(self, login: Login) -> None:
        self._login = login
        self._calls = Calls(2 * _WIDTH)

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer every request; what is late is TIMED_OUT."""
        until = time.monotonic() + deadline
        asked = {request: _place(request) for request in requests}
        login = _at_hand(self._login, until) if asked else self._login
        if isinstance(login, Absent):
            return dict.fromkeys(asked, login)
        answers: dict[Request, Answer] = dict.fromkeys(asked, _LATE)

        def ask(request: Request) -> None:
            answers[request] = _answer(login, asked[request], until)

        work_off(self._calls, asked, ask, Turns(_WIDTH, until))
        return dict(answers)


def _place(request: Request) -> str:
    match = _ALLOWED.fullmatch(request.what)
    if match is None:
        raise ValueError(f"{request.what!r} is not an allowed question to a kubelet")
    return match["place"]


def _at_hand(login: Login, until: float) -> Login | Absent:
    """Return a login that needs no plugin any more, or why there is none."""
    if not login.is_checked:
        return _UNPROVEN
    if login.plugin is None:
        return login
    made = credential_of(login, until)
    if isinstance(made, Absent):
        return made
    token = made.authorization.removeprefix("Bearer ")
    return replace(login, plugin=None, token=token, certificate=made.certificate, key=made.key)


def _answer(login: Login, place: str, until: float) -> Answer:
    server = urlsplit(f"https://{place}")
    kubelet = Kubernetes(replace(login, server=server, server_name="", proxy=None))
    question = Request(Way.KUBERNETES, SUMMARY)
    try:
        answer = kubelet.read((question,), max(0.0, until - time.monotonic()))[question]
    finally:
        kubelet.close()
    return answer if isinstance(answer, Raw) else _told(answer, place)


def _told(absent: Absent, place: str) -> Absent:
    match absent.reason:
        case Reason.TIMED_OUT:
            return _LATE
        case Reason.MISSING:
            return Absent(Reason.MISSING, f"a kubelet that can be reached on {place}")
        case _:
            return absent
