"""Tests of Ceph as a source, on a real cluster."""

import json
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from downstack.sources.ceph_commands import COMMANDS
from lab.ceph.cluster import Cluster
from lab.deadline import wait_until
from lab.experiment import new_host
from lab.host import Host
from lab.lock import exclusive
from lab.packages import install_missing

pytestmark = [pytest.mark.lab, pytest.mark.timeout(600)]
POOL = "vms"
LINES = (*COMMANDS, f"probe {POOL}")
OF_THE_MANAGER = {line for line, asked in COMMANDS.items() if asked.manager}
ASK = """
import json, os, pathlib, sys, time
from downstack.source import Raw, Request, Way
from downstack.sources.ceph import Access, Ceph
from downstack.sources.ceph_cli import CephCli
from downstack.sources.command import Command
kind, conf, client, lines, released = sys.argv[1:]
access = Access(conf, client)
cli = CephCli(Command(), access)
source = Ceph(access, cli) if kind == "librados" else cli
begun = time.monotonic()
requests = [Request(Way.CEPH, line) for line in json.loads(lines)]
answers = source.read(requests, 4.0)
seconds = time.monotonic() - begun
told = {
    request.what: one.text if isinstance(one, Raw) else [str(one.reason), one.need]
    for request, one in answers.items()
}
if released:  # live on until somebody lets late answers come, and for a while after that
    pathlib.Path(released).with_suffix(".waits").touch()
    while not pathlib.Path(released).exists():
        time.sleep(0.05)
    time.sleep(2)
print(json.dumps([seconds, told]), flush=True)
os._exit(0)  # as downstack does: calls that were left behind must not keep it
"""
"""Run in the host's namespaces, as downstack itself is."""


class Machine:
    """A host whose storage is a Ceph cluster."""

    def __init__(self, host: Host, cluster: Cluster) -> None:
        self.cluster = cluster
        self._host = host

    def ask(
        self,
        *lines: str,
        kind: str = "librados",
        client: str = "client.downstack",
        conf: str = "",
        released: str = "",
    ) -> tuple[float, dict[str, Any]]:
        """Return the seconds that all questions took, and each answer's text or absence."""
        where = conf or str(self.cluster.client_conf)
        argv = [sys.executable, "-c", ASK, kind, where, client, json.dumps(lines), released]
        seconds, told = json.loads(self._host.run(argv))
        return seconds, told


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """Make one cluster for all tests of this module."""
    install_missing()
    with exclusive(), new_host() as host:
        cluster = Cluster(host)
        cluster.up()
        cluster.make_pool(POOL)
        yield Machine(host, cluster)


def test_read_only_rights_are_enough_for_everything(machine: Machine) -> None:
    """mon, mgr and osd 'allow r'; within a second."""
    seconds, told = machine.ask(*LINES)

    assert {line: type(answer) for line, answer in told.items()} == dict.fromkeys(LINES, str)
    assert seconds < 1


def test_the_command_line_says_the_same(machine: Machine) -> None:
    """Of what does not change by itself; a probe needs librados."""
    _, there = machine.ask(*LINES, kind="cli")
    _, here = machine.ask(*LINES)

    for line in ("osd crush rule dump", "mon dump"):
        assert json.loads(there[line]) == json.loads(here[line])
    assert json.loads(there["status"])["fsid"] == json.loads(here["status"])["fsid"]
    assert there[f"probe {POOL}"][0] == "unsupported"


def test_a_hung_osd_is_silent_and_the_rest_answers(machine: Machine) -> None:
    """The monitors still call the cluster healthy."""
    machine.cluster.stop("osd.1", signal.SIGSTOP)
    try:
        seconds, told = machine.ask("health detail", f"probe {POOL}")
    finally:
        machine.cluster.stop("osd.1", signal.SIGCONT)
        machine.cluster.wait_healthy()
    osds = json.loads(told[f"probe {POOL}"])["osds"]

    assert json.loads(told["health detail"])["status"] == "HEALTH_OK"
    assert {name for name, row in osds.items() if row["seconds"] is None} == {"1"}
    assert seconds < 5


def test_answers_after_the_deadline_harm_nobody(machine: Machine, tmp_path: Path) -> None:
    """A stopped OSD goes on while the process that gave up on it still lives."""
    released = tmp_path / "released"
    machine.cluster.stop("osd.1", signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(max_workers=1) as thread:
            asked = thread.submit(machine.ask, f"probe {POOL}", released=str(released))
            try:
                wait_until(released.with_suffix(".waits").exists, 30, "the deadline to pass")
                machine.cluster.stop("osd.1", signal.SIGCONT)
            finally:
                released.touch()
            _, told = asked.result()
    finally:
        machine.cluster.stop("osd.1", signal.SIGCONT)
        machine.cluster.wait_healthy()

    assert json.loads(told[f"probe {POOL}"])["osds"]["1"]["seconds"] is None


def test_a_dead_manager_hides_only_what_it_owes(machine: Machine) -> None:
    """The monitors and the OSDs answer; each call has its own deadline."""
    machine.cluster.stop("mgr.x", signal.SIGKILL)
    try:
        seconds, told = machine.ask(*LINES)
    finally:
        machine.cluster.start("mgr.x")
        machine.cluster.wait_healthy()
    late = {line for line, answer in told.items() if not isinstance(answer, str)}

    assert late == OF_THE_MANAGER
    assert {told[line][0] for line in late} == {"timed_out"}
    assert seconds < 5


def test_a_client_without_rights_says_which_it_needs(machine: Machine) -> None:
    """It may log in and nothing else."""
    machine.cluster.make_client("poor", ("mon", "profile crash"))
    _, told = machine.ask("osd dump", "osd perf", client="client.poor")

    assert [answer[0] for answer in told.values()] == ["denied", "denied"]
    assert "client.poor" in told["osd dump"][1]


def test_a_client_without_a_key_is_told_so(machine: Machine) -> None:
    """There is no keyring of it."""
    _, told = machine.ask("status", client="client.nobody")

    assert told["status"][0] == "missing"
    assert "client.nobody" in told["status"][1]


def test_a_configuration_that_is_not_there_is_missing(machine: Machine) -> None:
    """By the path that was given."""
    _, told = machine.ask("status", conf="/nowhere/ceph.conf")

    assert told["status"] == ["missing", "/nowhere/ceph.conf to be there"]


def test_without_a_monitor_nothing_hangs(machine: Machine) -> None:
    """The only one is stopped: all is late, after the deadline."""
    machine.cluster.stop("mon.a", signal.SIGSTOP)
    try:
        seconds, told = machine.ask("status", f"probe {POOL}")
    finally:
        machine.cluster.stop("mon.a", signal.SIGCONT)
        wait_until(machine.cluster.is_healthy, 60, "the monitor")

    assert {answer[0] for answer in told.values()} == {"timed_out"}
    assert seconds < 5
