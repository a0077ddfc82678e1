"""Tests of ceph without a cluster; those with one are in the lab."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.ceph import Access, Ceph

STATUS = Request(Way.CEPH, "status")


class Never:
    """Another way to the cluster, which must not be needed."""

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer with what no cluster says."""
        return dict.fromkeys(requests, Raw("the other way", deadline))


def status_with(conf: Path) -> Answer:
    """Return the answer to one question with this configuration."""
    return Ceph(Access(str(conf)), Never()).read([STATUS], 1.0)[STATUS]


def reason_with(conf: Path) -> Reason:
    """Return why there is no answer with this configuration."""
    answer = status_with(conf)
    assert isinstance(answer, Absent)
    return answer.reason


def test_a_configuration_that_was_named_and_is_not_there_is_missing(tmp_path: Path) -> None:
    """By its path."""
    answer = status_with(tmp_path / "ceph.conf")

    assert answer == Absent(Reason.MISSING, f"{tmp_path}/ceph.conf to be there")


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    """Nor an error of ours."""
    assert reason_with(tmp_path) is Reason.MISSING


def test_an_umlaut_in_a_comment_does_not_end_the_process(tmp_path: Path) -> None:
    """The parser of librados 16.2 asserts that it reads ASCII, and aborts."""
    conf = tmp_path / "ceph.conf"
    conf.write_text("# für die Nacht\n[global]\nmon_host = 127.0.0.1:1\n", encoding="utf-8")

    assert reason_with(conf) is Reason.MALFORMED


@pytest.mark.parametrize("conf", ["ceph.conf", "/etc/ceph/my ceph.conf", "/etc/$(reboot)"])
def test_a_path_that_no_command_line_can_carry_is_refused(conf: str) -> None:
    """It would be one word of a command over SSH."""
    with pytest.raises(ValueError, match="--ceph-conf"):
        Access(conf)


@pytest.mark.parametrize("client", ["admin", "client.", "client.a b", "osd.0"])
def test_a_name_that_is_no_clients_is_refused(client: str) -> None:
    """As `ceph --name` has it."""
    with pytest.raises(ValueError, match="client"):
        Access("", client)
