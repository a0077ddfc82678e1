"""libvirt's own test driver for what it answers, and played connections for what hangs."""

import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.libvirt import Libvirt
from downstack.sources.libvirt_connection import BUSY, SLOW, Connections, absent_of, library
from lab.domain import GuestSpec
from lab.host import Host
from lab.stage import boot

binding: Any = pytest.importorskip("libvirt")

ONE = "6695eb01-f6a4-8304-79aa-97f2502e193f"
TWO = "6695eb01-f6a4-8304-79aa-97f2502e1940"
OFF = "6695eb01-f6a4-8304-79aa-97f2502e1941"
NODE = """
<node>
  <domain type='test'><name>db1</name><uuid>{one}</uuid><memory>65536</memory><vcpu>1</vcpu>
    <os><type arch='i686'>hvm</type></os></domain>
  <domain type='test'><name>web</name><uuid>{two}</uuid><memory>65536</memory><vcpu>2</vcpu>
    <os><type arch='i686'>hvm</type></os></domain>
  <domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
    <name>old</name><uuid>{off}</uuid><memory>65536</memory><vcpu>1</vcpu>
    <os><type arch='i686'>hvm</type></os>
    <test:runstate>5</test:runstate></domain>
</node>
"""


@pytest.fixture
def uri(tmp_path: Path) -> str:
    """Return a test driver with two running domains and one that is shut off."""
    (tmp_path / "node.xml").write_text(NODE.format(one=ONE, two=TWO, off=OFF))
    return f"test://{tmp_path}/node.xml"


def ask(source: Libvirt, what: str, *uuids: str, deadline: float = 10.0) -> Answer:
    """Return the answer to one call."""
    request = Request(Way.LIBVIRT, what, uuids)
    return source.read((request,), deadline)[request]


def said(answer: Answer) -> Any:
    """Return what the JSON of an answer says."""
    assert isinstance(answer, Raw), answer
    return json.loads(answer.text)


def test_says_what_it_is_connected_to(uri: str) -> None:
    """The connection tells its driver, its versions and what the node has."""
    about = said(ask(Libvirt(uri), "connection"))
    assert about["driver"] == "TEST"
    assert about["uri"] == uri
    assert about["libvirt"] == binding.getVersion()
    assert set(about["node"]) == {
        "model",
        "memory_mib",
        "cpus",
        "mhz",
        "nodes",
        "sockets",
        "cores",
        "threads",
    }


def test_lists_domains_with_their_definition(uri: str) -> None:
    """Every domain comes with its state as libvirt counts it and its XML."""
    domains = {domain["uuid"]: domain for domain in said(ask(Libvirt(uri), "domains"))}
    assert {uuid: domain["name"] for uuid, domain in domains.items()} == {
        ONE: "db1",
        TWO: "web",
        OFF: "old",
    }
    assert (domains[ONE]["active"], domains[ONE]["state"]) == (True, 1)
    assert (domains[OFF]["active"], domains[OFF]["state"], domains[OFF]["id"]) == (False, 5, -1)
    assert domains[TWO]["persistent"]
    assert not domains[TWO]["autostart"]
    assert "<name>web</name>" in domains[TWO]["xml"]


def test_statistics_are_of_the_active_domains_that_were_named(uri: str) -> None:
    """One that was not named (it hangs) is not touched; one that is off is never probed."""
    stats = said(ask(Libvirt(uri), "domstats", ONE, OFF))
    assert set(stats) == {ONE}
    assert stats[ONE]["state.state"] == 1
    assert said(ask(Libvirt(uri), "domstats")) == {}


def test_what_one_domain_does_not_answer_is_marked_in_its_place(uri: str) -> None:
    """A driver without jobs gives a reason per domain, never an empty object."""
    jobs = said(ask(Libvirt(uri), "jobs", ONE, TWO))
    assert {uuid: job["absent"] for uuid, job in jobs.items()} == {ONE: "missing", TWO: "missing"}
    control = said(ask(Libvirt(uri), "control", TWO))
    assert control == {TWO: {"state": 0, "details": 0, "stateTime": 0}}


def test_gives_capabilities_and_networks(uri: str) -> None:
    """Both are JSON that carries libvirt's XML."""
    source = Libvirt(uri)
    assert said(ask(source, "capabilities"))["xml"].startswith("<capabilities>")
    networks = said(ask(Libvirt("test:///default"), "networks"))
    assert [(network["name"], network["active"]) for network in networks] == [("default", True)]


def test_refuses_other_calls(uri: str) -> None:
    """Only the listed calls of the read-only connection exist; another is a mistake of ours."""
    with pytest.raises(ValueError, match="not a call of the read-only connection"):
        ask(Libvirt(uri), "destroy", ONE)


def test_says_which_extra_would_help(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without libvirt-python every answer names how to get it."""
    monkeypatch.setitem(sys.modules, "libvirt", None)
    answer = ask(Libvirt(uri), "domains")
    assert answer == Absent(Reason.MISSING, "pip install 'downstack[libvirt]'")


@pytest.mark.parametrize(
    ("uri_of", "reason", "word"),
    [
        (lambda folder: f"qemu+unix:///system?socket={folder}/none", Reason.MISSING, "no socket"),
        (lambda folder: f"qemu+unix:///system?socket={folder}/stale", Reason.MISSING, "nobody"),
        (lambda _: "qemu+tcp://127.0.0.1:1/system", Reason.MISSING, "nobody answers"),
    ],
)
def test_says_why_there_is_no_connection(
    tmp_path: Path, uri_of: Callable[[Path], str], reason: Reason, word: str
) -> None:
    """No socket, and a socket behind which nobody listens, are two different answers."""
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(tmp_path / "stale"))
    answer = ask(Libvirt(uri_of(tmp_path)), "domains")
    assert isinstance(answer, Absent)
    assert answer.reason is reason
    assert word in answer.need


def test_a_daemon_that_accepts_and_is_silent_is_timed_out(tmp_path: Path) -> None:
    """A hung libvirtd costs the deadline, not the run."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "hung"))
        server.listen(5)
        source = Libvirt(f"qemu+unix:///system?socket={tmp_path}/hung")
        begin = time.monotonic()
        assert ask(source, "domains", deadline=0.6) == SLOW
        assert time.monotonic() - begin < 3


def _error(code: int, message: str) -> Exception:
    """An error as the binding builds it, whatever error this thread had before (it would win)."""
    error: Exception = library().libvirtError(message)
    error.args = (message,)
    error.err = (code, 0, message, 2, None, None, None, 0, 0)  # type: ignore[attr-defined] # how the binding stores it
    return error


@pytest.mark.parametrize(
    ("code", "message", "reason"),
    [
        ("VIR_ERR_AUTH_CANCELLED", "authentication cancelled: user cancelled", Reason.DENIED),
        ("VIR_ERR_AUTH_FAILED", "access denied by policy", Reason.DENIED),
        ("VIR_ERR_OPERATION_DENIED", "operation forbidden for read only access", Reason.DENIED),
        (
            "VIR_ERR_SYSTEM_ERROR",
            "Failed to connect socket to '/run/libvirt/libvirt-sock-ro': Permission denied",
            Reason.DENIED,
        ),
        ("VIR_ERR_NO_DOMAIN", "Domain not found", Reason.MISSING),
        ("VIR_ERR_OPERATION_TIMEOUT", "cannot acquire state change lock", Reason.TIMED_OUT),
        ("VIR_ERR_RPC", "End of file while reading data: Input/output error", Reason.MISSING),
        ("VIR_ERR_INTERNAL_ERROR", "client socket is closed", Reason.MISSING),
        ("VIR_ERR_INTERNAL_ERROR", "something new", Reason.MISSING),
    ],
)
def test_gives_each_error_a_reason(code: str, message: str, reason: Reason) -> None:
    """An error of libvirt has one meaning, whichever call it came from."""
    assert absent_of(_error(getattr(binding, code), message)).reason is reason


class PlayedDomain:
    """A domain that may hang, as QEMU in state T makes it."""

    def __init__(self, uuid: str, gate: threading.Event | None = None) -> None:
        self._uuid = uuid
        self._gate = gate

    def UUIDString(self) -> str:  # noqa: N802 - libvirt's name
        """Return the UUID, which is known without a call."""
        return self._uuid

    def jobStats(self) -> dict[str, int]:  # noqa: N802 - libvirt's name
        """Wait for the gate, if there is one."""
        if self._gate is not None:
            self._gate.wait(30)
        return {"type": 0}


class PlayedConnection:
    """A connection with domains; its first call of statistics may hang."""

    def __init__(self, domains: list[PlayedDomain], gate: threading.Event | None = None) -> None:
        self._domains = domains
        self._gate = gate
        self.calls = 0

    def listAllDomains(self, _flags: int = 0) -> list[PlayedDomain]:  # noqa: N802 - libvirt's name
        """Return the domains."""
        return self._domains

    def domainListGetStats(  # noqa: N802 - libvirt's name
        self, domains: list[PlayedDomain], _stats: int, flags: int
    ) -> list[tuple[PlayedDomain, dict[str, int]]]:
        """Hang the first caller; with NOWAIT the second is told that the job is held."""
        assert flags == binding.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT
        self.calls += 1
        if self.calls == 1 and self._gate is not None:
            self._gate.wait(30)
        return [(domain, {"state.state": 1, "block.count": 1}) for domain in domains]


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Return what hung calls wait for; they go on when the test is over."""
    event = threading.Event()
    yield event
    event.set()


def play(monkeypatch: pytest.MonkeyPatch, connection: PlayedConnection) -> list[str]:
    """Put *connection* in the place of every connection; return the names that are used."""
    names: list[str] = []

    def get(_self: Connections, name: str) -> PlayedConnection:
        names.append(name)
        return connection

    monkeypatch.setattr(Connections, "get", get)
    return names


def test_one_hung_domain_does_not_hide_the_others(
    monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> None:
    """The stuck domain is marked as timed out, and a second connection asks the rest."""
    domains = [PlayedDomain(ONE), PlayedDomain(TWO, gate), PlayedDomain(OFF)]
    names = play(monkeypatch, PlayedConnection(domains))
    begin = time.monotonic()
    jobs = said(ask(Libvirt(), "jobs", ONE, TWO, OFF, deadline=0.8))
    assert time.monotonic() - begin < 3
    assert jobs[ONE] == jobs[OFF] == {"type": 0}
    assert jobs[TWO]["absent"] == "timed_out"
    assert set(names) == {"connection", "jobs", "jobs again"}


def test_statistics_are_asked_again_when_the_first_call_hangs(
    monkeypatch: pytest.MonkeyPatch, gate: threading.Event
) -> None:
    """NOWAIT does not protect the first caller, but it does the second."""
    connection = PlayedConnection([PlayedDomain(ONE), PlayedDomain(TWO)], gate)
    play(monkeypatch, connection)
    stats = said(ask(Libvirt(), "domstats", ONE, TWO, deadline=0.8))
    assert stats == {
        ONE: {"state.state": 1, "block.count": 1},
        TWO: {"state.state": 1, "block.count": 1},
    }
    assert connection.calls == 2


def test_statistics_that_are_only_slow_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every call needs 0.5 s of the 0.8: the first counts, though it missed its half."""
    connection = PlayedConnection([PlayedDomain(ONE)])
    play(monkeypatch, connection)
    whole = {"block.count": 1}

    def slowly(domains: list[PlayedDomain], *_: int) -> list[tuple[PlayedDomain, dict[str, int]]]:
        time.sleep(0.5)
        return [(domain, whole) for domain in domains]

    monkeypatch.setattr(connection, "domainListGetStats", slowly)
    begin = time.monotonic()

    assert said(ask(Libvirt(), "domstats", ONE, deadline=0.8)) == {ONE: whole}
    assert time.monotonic() - begin < 0.7


def test_calls_that_hang_are_capped(monkeypatch: pytest.MonkeyPatch, gate: threading.Event) -> None:
    """Each abandoned call pins a worker of the daemon, so at the cap nothing is asked."""
    play(monkeypatch, PlayedConnection([PlayedDomain(ONE, gate), PlayedDomain(TWO, gate)]))
    source = Libvirt(abandoned=2)
    first = said(ask(source, "jobs", ONE, TWO, deadline=0.5))
    assert {job["absent"] for job in first.values()} == {"timed_out"}
    assert ask(source, "jobs", ONE, TWO, deadline=0.5) == BUSY


@pytest.mark.lab
@pytest.mark.skipif(os.geteuid() != 0, reason="the lab needs root")
def test_a_stopped_qemu_does_not_hide_a_running_one(tmp_path: Path) -> None:
    """On a real libvirtd, a QEMU in state T is said to be occupied and its neighbour answers."""
    with Host("src", tmp_path) as host:
        stopped, running = boot(host, GuestSpec("stopped"), GuestSpec("running"))
        source = Libvirt(host.uri)
        uuids = {domain["name"]: domain["uuid"] for domain in said(ask(source, "domains"))}
        everybody = tuple(uuids.values())
        os.kill(stopped.process.pid, signal.SIGSTOP)
        try:
            stats = said(ask(source, "domstats", *everybody, deadline=3.0))
            jobs = said(ask(source, "jobs", *everybody, deadline=3.0))
            control = said(ask(source, "control", *everybody, deadline=3.0))
        finally:
            os.kill(stopped.process.pid, signal.SIGCONT)
        hung, well = uuids["stopped"], uuids[running.spec.name]
        assert stats[well]["balloon.current"] > 0
        assert "net.count" in stats[well]
        assert jobs[well] == {"type": 0}
        assert jobs[hung]["absent"] == "timed_out"
        assert control[well]["state"] == binding.VIR_DOMAIN_CONTROL_OK
        assert control[hung]["state"] == binding.VIR_DOMAIN_CONTROL_OCCUPIED
        host.stop_daemon()
        answer = ask(Libvirt(host.uri), "domains")
        assert isinstance(answer, Absent)
        assert "libvirtd running: there is no socket" in answer.need


def test_domain_without_its_disks_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NOWAIT a domain that is busy for a moment tells no disks; it is not for ever."""
    connection = PlayedConnection([PlayedDomain(ONE)])
    play(monkeypatch, connection)
    whole, busy = {"block.count": 1}, {"state.state": 1}
    played = iter([busy, busy, whole])
    monkeypatch.setattr(
        connection,
        "domainListGetStats",
        lambda domains, *_: [(domain, next(played)) for domain in domains],
    )

    assert said(ask(Libvirt(), "domstats", ONE)) == {ONE: whole}


def test_domain_that_has_no_disk_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its monitor answered, as libvirt 9.0 tells it of a guest without a disk."""
    connection = PlayedConnection([PlayedDomain(ONE)])
    play(monkeypatch, connection)
    diskless = {"block.count": 0, "balloon.last-update": 1795766483}
    played = iter([diskless])
    monkeypatch.setattr(
        connection,
        "domainListGetStats",
        lambda domains, *_: [(domain, next(played)) for domain in domains],
    )

    assert said(ask(Libvirt(), "domstats", ONE)) == {ONE: diskless}
