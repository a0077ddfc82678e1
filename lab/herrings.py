"""Innocent faults: something beside is wrong, and what the guest suffers from lies elsewhere."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from lab import catalogue
from lab.ceph.stage import CephStage, with_rbd_load
from lab.deadline import wait_until
from lab.domain import GuestSpec
from lab.host import Host
from lab.stage import Stage, boot

OSD, MANAGER = "osd.2", "mgr.x"
OTHER = "archive"
LOW, USUAL = "0.02", "0.85"
QUOTA = 0.1  # of a CPU


@dataclass(frozen=True, slots=True)
class Herring:
    """A fault of the cluster, or of another guest, that does the target no harm."""

    name: str
    apply: Callable[[CephStage], AbstractContextManager[None]]


@contextmanager
def _osd_down(stage: CephStage) -> Iterator[None]:
    cluster = stage.cluster
    cluster.stop(OSD, signal.SIGKILL)
    try:
        wait_until(lambda: cluster.down() == 1, 30, "the OSD to count as down")
        cluster.wait_active()
        yield
    finally:
        cluster.start(OSD)


@contextmanager
def _noout(stage: CephStage) -> Iterator[None]:
    stage.cluster.ceph("osd", "set", "noout")
    try:
        yield
    finally:
        stage.cluster.ceph("osd", "unset", "noout")


@contextmanager
def _nearfull(stage: CephStage) -> Iterator[None]:
    stage.cluster.ceph("osd", "set-nearfull-ratio", LOW)
    try:
        yield
    finally:
        stage.cluster.ceph("osd", "set-nearfull-ratio", USUAL)


@contextmanager
def _manager_gone(stage: CephStage) -> Iterator[None]:
    stage.cluster.stop(MANAGER, signal.SIGKILL)
    try:
        yield
    finally:
        stage.cluster.start(MANAGER)


@contextmanager
def _other_pool_short(stage: CephStage) -> Iterator[None]:
    """Let a pool that the guest does not use demand more copies than there are OSDs."""
    cluster = stage.cluster
    cluster.make_pool(OTHER)
    cluster.ceph("osd", "pool", "set", OTHER, "size", "4")
    cluster.ceph("osd", "pool", "set", OTHER, "min_size", "4")
    try:
        yield
    finally:
        cluster.remove_pool(OTHER)


@contextmanager
def _neighbour_starved(stage: CephStage) -> Iterator[None]:
    """Let another guest on the host want more CPU than it is allowed to have."""
    (neighbour,) = stage.neighbours
    with catalogue.injection("domain_cpu_quota").apply(Stage(stage.host, neighbour), QUOTA):
        neighbour.start_cpu_load()
        try:
            yield
        finally:
            neighbour.stop_loads()


HERRINGS = (
    Herring("ceph_osd_down", _osd_down),
    Herring("ceph_noout_set", _noout),
    Herring("ceph_osd_nearfull", _nearfull),
    Herring("ceph_manager_gone", _manager_gone),
    Herring("ceph_other_pool_short", _other_pool_short),
    Herring("neighbour_starved", _neighbour_starved),
)
_OF_THE_GUEST = ("disk_iotune_throttle", "domain_cpu_quota")
PAIRS = (
    *((real, one.name) for real in _OF_THE_GUEST for one in HERRINGS[:-1]),
    ("ceph_osd_disk_slow", "neighbour_starved"),
)
"""The fault that hurts, and the innocent one beside it."""


def herring(name: str) -> Herring:
    """Return an innocent fault by its name."""
    for one in HERRINGS:
        if one.name == name:
            return one
    raise LookupError(f"no herring {name!r}")


def with_all_loads(host: Host) -> CephStage:
    """Return a stage whose target computes, and works on an RBD image, beside an idle neighbour."""
    stage = with_rbd_load(host)
    stage.target.start_cpu_load()
    return replace(stage, neighbours=boot(host, GuestSpec("web1")))
