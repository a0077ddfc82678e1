"""What goes wrong below or beside the pod: real, witnessed in the guest, always undone."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from lab import catalogue
from lab.deadline import wait_until
from lab.injection import Witness, witness
from lab.injections.ceph_osd_disk_slow import device_of
from lab.storm.application import BUSY, PORT, application
from lab.storm.stage import StormStage

VICTIM, SLOW, HUNG = 3, 0, 2
"""The OSD that is lost, the one whose disk is slow, the one that hangs."""
SLOW_WRITES = 15  # a second: fewer, and Ceph counts no write at all in some of its intervals
STORM_WRITES = 30  # a second, of which the recovery takes most
LITTLE_CPU = "20m"
QUOTA = 0.1  # of a CPU for each vCPU
ASK = f"wget -q -T 1 -O /dev/null http://127.0.0.1:{PORT}/cgi-bin/ready"
TRIES = 3
LATE_START = 90  # seconds


def unanswered(stage: StormStage) -> float:
    """Return the share of questions which the application does not answer within a second."""
    asked = f"n=0; while [ $n -lt {TRIES} ]; do n=$((n+1)); {ASK} || echo late; sleep 0.3; done"
    return stage.target.must(f"{asked} 2>/dev/null", seconds=60).count("late") / TRIES


def _suffers(stage: StormStage) -> Witness:
    """Wait until the application is silent for who asks it, and the API server has noticed."""
    seen = witness(
        lambda: unanswered(stage),
        lambda share: share == 1,
        means="questions to the application that get no answer within 1 s",
        unit="of 1",
        before=0,
    )
    stage.wait_pod_unready()
    return seen


@contextmanager
def _storage(fault: str, level: float, stage: StormStage) -> Iterator[Witness]:
    with catalogue.injection(fault).apply(stage, level):
        yield _suffers(stage)


@contextmanager
def osd_disk_slow(stage: StormStage) -> Iterator[Witness]:
    """The disk of one OSD is slow."""
    with _storage("ceph_osd_disk_slow", SLOW_WRITES, stage) as seen:
        yield seen


@contextmanager
def osd_hung(stage: StormStage) -> Iterator[Witness]:
    """One OSD hangs: the pod waits until the cluster has noticed, 20 s."""
    stage.cluster.stop(f"osd.{HUNG}", signal.SIGSTOP)
    try:
        yield _suffers(stage)
    finally:
        stage.cluster.stop(f"osd.{HUNG}", signal.SIGCONT)
        stage.cluster.wait_healthy()


@contextmanager
def below_min_size(stage: StormStage) -> Iterator[Witness]:
    """So many OSDs are lost that some data has one copy where two are demanded."""
    with _storage("ceph_pool_below_min_size", 1, stage) as seen:
        yield seen


@contextmanager
def osd_down(stage: StormStage) -> Iterator[None]:
    """Lose an OSD, which harms nobody: there are copies enough, and nothing is moved."""
    stage.cluster.ceph("osd", "set", "noout")
    stage.cluster.stop(f"osd.{VICTIM}", signal.SIGKILL)
    try:
        wait_until(lambda: stage.cluster.down() == 1, 30, "the OSD to count as down")
        stage.cluster.wait_active()
        yield
    finally:
        stage.cluster.start(f"osd.{VICTIM}")
        stage.cluster.ceph("osd", "unset", "noout")
        stage.cluster.wait_healthy()


@contextmanager
def recovery_storm(stage: StormStage) -> Iterator[Witness]:
    """An OSD is lost for good, its data is made anew, and one of those that do it is slow."""
    cluster = stage.cluster
    limit = cluster.cgroup_of(SLOW) / "blkio.throttle.write_iops_device"
    device = device_of(cluster.folder)
    cluster.stop(f"osd.{VICTIM}", signal.SIGKILL)
    try:
        cluster.ceph("osd", "down", str(VICTIM))
        cluster.ceph("osd", "out", str(VICTIM))
        cluster.wait_active()
        limit.write_text(f"{device} {STORM_WRITES}")
        yield _suffers(stage)
    finally:
        limit.write_text(f"{device} 0")
        cluster.start(f"osd.{VICTIM}")
        cluster.ceph("osd", "in", str(VICTIM))
        cluster.wait_healthy()


@contextmanager
def starved_beside_osd_down(stage: StormStage) -> Iterator[Witness]:
    """An OSD is down harmlessly; the pod suffers because somebody has limited the guest's CPU."""
    with osd_down(stage), catalogue.injection("domain_cpu_quota").apply(stage, QUOTA) as seen:
        yield seen


def _listens(stage: StormStage) -> bool:
    return stage.target.sh(f"grep -q ':{PORT:04X} 0*:0000 0A' /proc/net/tcp*").status == 0


@contextmanager
def pod_limited_beside_osd_down(stage: StormStage) -> Iterator[Witness]:
    """An OSD is down harmlessly; the pod suffers from the limit of its own CPU."""
    with osd_down(stage):
        try:
            stage.run_application(application(LITTLE_CPU))
            wait_until(lambda: _listens(stage), LATE_START, "the application to listen", every=0.5)
            yield _suffers(stage)
        finally:
            stage.run_application(application())


@contextmanager
def disk_slow_beside_limit(stage: StormStage) -> Iterator[Witness]:
    """The disk of one OSD is slow; another container of the pod is at its limit of CPU."""
    try:
        stage.run_application(application(beside=(BUSY,)))
        stage.wait_pod_ready()
        with osd_disk_slow(stage) as seen:
            yield seen
    finally:
        stage.run_application(application())


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happens, and whom downstack has to name."""

    apply: Callable[[StormStage], AbstractContextManager[Witness]]
    faults: frozenset[str]
    """Any of them is right."""
    entity: str | None = None
    """Its name, where it matters which one it is."""


INCIDENTS = {
    "osd_disk_slow": Incident(osd_disk_slow, frozenset({"ceph_osd_disk_slow"}), f"osd.{SLOW}"),
    "osd_hung": Incident(osd_hung, frozenset({"ceph_osd_hung"}), f"osd.{HUNG}"),
    "below_min_size": Incident(below_min_size, frozenset({"ceph_pool_below_min_size"})),
    "recovery_storm": Incident(recovery_storm, frozenset({"ceph_osd_disk_slow"}), f"osd.{SLOW}"),
    "starved_beside_osd_down": Incident(
        starved_beside_osd_down, frozenset({"domain_cpu_quota"}), "worker1"
    ),
    "disk_slow_beside_limit": Incident(
        disk_slow_beside_limit, frozenset({"ceph_osd_disk_slow"}), f"osd.{SLOW}"
    ),
    "pod_limited_beside_osd_down": Incident(
        pod_limited_beside_osd_down, frozenset({"container_cpu_limit"})
    ),
}
