"""Which source answers which way, for each kind of target."""

import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from downstack.model import Absent, Reason
from downstack.source import Raw, Request, Way
from downstack.sources import connect
from downstack.sources.bundle import BundleError
from downstack.sources.guest_agent import GuestAgent
from downstack.sources.kubeconfig import Login
from downstack.sources.ssh import UnreachableError

AGENT = Request(Way.AGENT, "uuid", ("guest-ping",))


def test_this_machine_has_every_way_but_the_guest_agent() -> None:
    """The agent taints a domain, a cluster needs a login: without, there is no source for it."""
    source = connect.local("test:///default")
    assert set(Way) - set(source.sources) - {Way.CEPH} == {Way.AGENT, Way.KUBERNETES, Way.KUBELET}
    answers = source.read((AGENT, Request(Way.FILE, "/proc/sys/kernel/ostype")), 5.0)
    assert answers[AGENT] == Absent(Reason.NOT_ASKED, "--guest")
    assert connect.guest_calls(source) == 0


def test_with_guest_there_is_an_agent_that_counts() -> None:
    """With `--guest` the agent has a source, whose calls can be told."""
    source = connect.local("test:///default", guest=True)
    assert isinstance(source.sources[Way.AGENT], GuestAgent)
    assert connect.guest_calls(source) == 0


def test_files_and_libvirt_answer_in_one_read() -> None:
    """One batch goes to all the sources and comes back as one answer."""
    pytest.importorskip("libvirt")
    file, domains = Request(Way.FILE, "/proc/uptime"), Request(Way.LIBVIRT, "domains")
    answers = connect.local("test:///default").read((file, domains), 5.0)
    assert [isinstance(answers[request], Raw) for request in (file, domains)] == [True, True]


def test_a_machine_that_cannot_be_reached_is_said_at_once() -> None:
    """`remote` raises one line before any question is asked."""
    with pytest.raises(UnreachableError, match=r"ssh://nobody@127\.0\.0\.1:1: needs"):
        connect.remote("ssh://nobody@127.0.0.1:1", seconds=5.0)


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        ("ssh://kim@db1:2222", "qemu+ssh://kim@db1:2222/system?no_tty=1"),
        ("db1", "qemu+ssh://db1/system?no_tty=1"),
        ("ssh://[fe80::1]:22", "qemu+ssh://[fe80::1]:22/system?no_tty=1"),
    ],
)
def test_libvirt_goes_through_the_same_ssh(url: str, uri: str) -> None:
    """The URI of libvirt names the same user, host and port, and never prompts."""
    assert connect._libvirt_over(url) == uri  # noqa: SLF001 - the test of its own module


def test_replay_reads_a_bundle(tmp_path: Path) -> None:
    """What is no bundle is a BundleError."""
    with pytest.raises(BundleError, match="is not a file"):
        connect.replay(tmp_path / "none")


def test_cluster_that_is_named_has_a_source(tmp_path: Path) -> None:
    """Here and beside another machine's ssh; without a login there is a need instead."""
    config = tmp_path / "config"
    config.write_text(
        '{"current-context":"c","contexts":[{"name":"c","context":{"cluster":"c"}}],'
        '"clusters":[{"name":"c","cluster":{"server":"http://127.0.0.1:1"}}]}'
    )
    found = connect.cluster([config])
    source = connect.local("test:///default", beside=connect.Beside(kubernetes=found))

    assert found.login is not None
    assert Way.KUBERNETES in source.sources
    broken = connect.cluster([config], "elsewhere")
    assert broken.login is None
    assert "no context 'elsewhere'" in broken.need


def test_server_that_does_not_answer_delays_nobody() -> None:
    """The files of this machine are there, and the cluster is late."""
    nodes = Request(Way.KUBERNETES, "/api/v1/nodes")
    uptime = Request(Way.FILE, "/proc/uptime")
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = urlsplit(f"http://127.0.0.1:{deaf.getsockname()[1]}")
        silent = connect.Cluster(Login(server=address))
        source = connect.local("test:///default", beside=connect.Beside(kubernetes=silent))
        started = time.monotonic()
        answers = source.read([nodes, uptime], 0.5)

    assert time.monotonic() - started < 1.5
    assert isinstance(answers[uptime], Raw)
    late = answers[nodes]
    assert isinstance(late, Absent)
    assert late.reason is Reason.TIMED_OUT
