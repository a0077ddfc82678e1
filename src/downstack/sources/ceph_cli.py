"""A Ceph cluster through its command line, here or on another machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from downstack.model import Absent, Reason
from downstack.source import Answer, Request, Source, Way
from downstack.sources.ceph import Access
from downstack.sources.ceph_commands import PATIENCE, command_of, pool_of

_NO_PROBE = Absent(Reason.UNSUPPORTED, "librados' Python binding here (package python3-rados)")


class CephCli:
    """Turns each question into an allowed command line of *inner* (here, or over SSH).

    Errors: ValueError for a command that is not allowed.
    """

    def __init__(self, inner: Source, access: Access) -> None:
        self._inner = inner
        self._access = access

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer with the JSON that `ceph` prints; a probe needs librados."""
        lines = {request: self._line(request.what) for request in requests}
        asked = [line for line in lines.values() if line is not None]
        answers = self._inner.read(asked, deadline) if asked else {}
        late = Absent(Reason.TIMED_OUT, "Ceph to answer in time")
        return {
            request: _NO_PROBE if line is None else answers.get(line, late)
            for request, line in lines.items()
        }

    def _line(self, line: str) -> Request | None:
        if pool_of(line):
            return None
        command_of(line)
        who = f"--conf {self._access.path} --name {self._access.client}"
        words = f"ceph {who} --connect-timeout {PATIENCE:.0f} {line} -f json"
        return Request(Way.COMMAND, words)
