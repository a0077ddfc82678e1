"""Tests of a Ceph cluster that is known by its manager's metrics alone, on a real one."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from downstack.model import Absent, Reason
from downstack.source import Request, Way
from downstack.sources.bundle import Bundle
from lab.ceph.cluster import Cluster
from lab.ceph.stage import POOL, cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.experiment import new_host
from lab.host import Host
from lab.lock import exclusive
from lab.packages import install_missing
from lab.process import ProgramError
from lab.stage import TARGET

pytestmark = [
    pytest.mark.lab,
    pytest.mark.timeout(600),
    pytest.mark.skipif(Path("/etc/ceph/ceph.conf").exists(), reason="a ceph.conf is found here"),
]
DOWNSTACK = str(Path(sys.executable).with_name("downstack"))
HEALTHY, CAUSE = 0, 10
PORT = 9283
ACTIVE = 'ceph_pg_active{pool_id="1"} 8.0'
PEERED = 'ceph_pg_peered{pool_id="1"} 8.0'
METRICS = Request(Way.CEPH, "metrics")


@dataclass(frozen=True, slots=True)
class Machine:
    """A host whose guest's disk is on Ceph, of which it can reach the metrics."""

    host: Host
    cluster: Cluster
    guest: str
    """Its UUID: guests of other hosts on this machine may have its name."""

    @property
    def url(self) -> str:
        """Where the manager exports its metrics."""
        return f"http://{self.host.network.outside_address}:{PORT}"

    def metrics(self) -> str:
        """Return what it exports now, or nothing."""
        with suppress(ProgramError):
            return self.host.run(["curl", "-sSf", "-m", "5", f"{self.url}/metrics"])
        return ""

    def wait_healthy(self) -> None:
        """Wait until the cluster is healthy and its manager exports that."""
        self.cluster.wait_healthy()
        wait_until(lambda: ACTIVE in self.metrics(), 60, "metrics of all groups")

    def downstack(self, *words: str, live: bool = True) -> tuple[int, str]:
        """Run downstack on the host; return its status and what it printed."""
        options = ("--ceph-metrics", self.url) if live else ()
        argv = self.host.inside([DOWNSTACK, *words, *options])
        done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
        assert done.stdout, done.stderr
        return done.returncode, done.stdout

    def why(self, target: str, *words: str, live: bool = True) -> tuple[int, Any]:
        """Return the status and the report of `downstack why`."""
        status, text = self.downstack("why", target, "--json", *words, live=live)
        return status, json.loads(text)


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """Make one cluster and one guest for all tests of this module."""
    install_missing()
    with exclusive(), new_host() as host:
        stage = with_rbd_load(host)
        one = Machine(host, cluster_of(stage), stage.target.uuid)
        one.wait_healthy()
        yield one


def test_a_bundle_holds_the_cluster(machine: Machine, tmp_path: Path) -> None:
    """The healthy one, its pool and OSDs, and the guest that they carry."""
    file = str(tmp_path / "ceph.bundle")
    collected, _ = machine.downstack("collect", "-o", file)
    status, report = machine.why("ceph/unknown", "--from", file, live=False)
    _, drawn = machine.downstack("map", f"pool/{POOL}", "--from", file, live=False)

    assert collected == 0
    assert status in {HEALTHY, CAUSE}, report["answer"]  # on a busy machine its disks are slow
    assert "ceph_pool_below_min_size" not in {one["fault"] for one in report["causes"]}
    assert "manager active" in drawn
    assert "inactive groups 0" in drawn
    assert "osd.2: state up" in drawn
    assert f"VM {TARGET}" in drawn


def test_groups_that_take_no_requests_are_the_cause(machine: Machine) -> None:
    """Two of three OSDs are killed: the pool of the guest has one copy, and needs two."""
    for number in (1, 2):
        machine.cluster.stop(f"osd.{number}", signal.SIGKILL)
    try:
        wait_until(lambda: PEERED in machine.metrics(), 60, "metrics of what follows peering")
        status, report = machine.why(f"vm/{machine.guest}")
    finally:
        for number in (1, 2):
            machine.cluster.start(f"osd.{number}")
        machine.wait_healthy()

    assert status == CAUSE
    assert report["causes"][0]["fault"] == "ceph_pool_below_min_size"


def test_a_manager_that_is_gone_leaves_the_cluster_unknown(
    machine: Machine, tmp_path: Path
) -> None:
    """Nobody listens: the bundle says so, and nothing of the cluster is called healthy."""
    file = tmp_path / "ceph.bundle"
    machine.cluster.stop("mgr.x", signal.SIGKILL)
    try:
        machine.downstack("collect", "-o", str(file))
    finally:
        machine.cluster.start("mgr.x")
        machine.wait_healthy()
    _, report = machine.why("ceph/unknown", "--from", str(file), live=False)
    answer = Bundle(file).read((METRICS,), 1.0)[METRICS]

    assert report["answer"] != "healthy"
    assert isinstance(answer, Absent)
    assert answer.reason is Reason.MISSING
    assert "Ceph's Prometheus module to listen on 10.77.0.254:9283" in answer.need
