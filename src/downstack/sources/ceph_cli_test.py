"""Tests of ceph_cli."""

from collections.abc import Mapping, Sequence

import pytest

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.allowed import words_of
from downstack.sources.ceph import Access
from downstack.sources.ceph_cli import CephCli
from downstack.sources.ceph_commands import COMMANDS

PROBE = Request(Way.CEPH, "probe vms")


class Lines:
    """A machine that answers each command line with the line itself."""

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer, if the line is one that may be run."""
        return {one: Raw(" ".join(words_of(one.what)), deadline) for one in requests}


CLI = CephCli(Lines(), Access("/etc/ceph/ceph.conf", "client.downstack"))


@pytest.mark.parametrize("line", COMMANDS)
def test_each_question_is_an_allowed_command_line(line: str) -> None:
    """With its own time-out, as JSON."""
    asked = Request(Way.CEPH, line)
    answer = CLI.read([asked], 4.0)[asked]

    who = "--conf /etc/ceph/ceph.conf --name client.downstack --connect-timeout 4"
    assert answer == Raw(f"ceph {who} {line} -f json", 4.0)


def test_a_probe_needs_librados() -> None:
    """No command line asks one OSD."""
    answer = CLI.read([PROBE], 4.0)[PROBE]

    assert isinstance(answer, Absent)
    assert answer.reason is Reason.UNSUPPORTED


@pytest.mark.parametrize("line", ["osd down 0", "status; reboot", "config set", "probe a;b"])
def test_what_changes_something_is_refused(line: str) -> None:
    """Whoever asks."""
    with pytest.raises(ValueError, match="not"):
        CLI.read([Request(Way.CEPH, line)], 4.0)
