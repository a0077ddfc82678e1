"""Innocent faults: something of Ceph is wrong, nobody feels it, and the guest suffers elsewhere."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from lab.ceph.cluster import Cluster
from lab.ceph.stage import CephStage, with_rbd_load
from lab.deadline import wait_until
from lab.host import Host

OSD, MANAGER = "osd.2", "mgr.x"
OTHER = "archive"
LOW, USUAL = "0.02", "0.85"
REAL = ("disk_iotune_throttle", "domain_cpu_quota")
"""Faults of the guest that can be made where its disk is on RBD."""


@dataclass(frozen=True, slots=True)
class Herring:
    """A fault of the cluster that does no harm."""

    name: str
    apply: Callable[[Cluster], AbstractContextManager[None]]


@contextmanager
def _osd_down(cluster: Cluster) -> Iterator[None]:
    cluster.stop(OSD, signal.SIGKILL)
    try:
        wait_until(lambda: cluster.down() == 1, 30, "the OSD to count as down")
        cluster.wait_active()
        yield
    finally:
        cluster.start(OSD)


@contextmanager
def _noout(cluster: Cluster) -> Iterator[None]:
    cluster.ceph("osd", "set", "noout")
    try:
        yield
    finally:
        cluster.ceph("osd", "unset", "noout")


@contextmanager
def _nearfull(cluster: Cluster) -> Iterator[None]:
    cluster.ceph("osd", "set-nearfull-ratio", LOW)
    try:
        yield
    finally:
        cluster.ceph("osd", "set-nearfull-ratio", USUAL)


@contextmanager
def _manager_gone(cluster: Cluster) -> Iterator[None]:
    cluster.stop(MANAGER, signal.SIGKILL)
    try:
        yield
    finally:
        cluster.start(MANAGER)


@contextmanager
def _other_pool_short(cluster: Cluster) -> Iterator[None]:
    """Let a pool that the guest does not use demand more copies than there are OSDs."""
    cluster.make_pool(OTHER)
    cluster.ceph("osd", "pool", "set", OTHER, "size", "4")
    cluster.ceph("osd", "pool", "set", OTHER, "min_size", "4")
    try:
        yield
    finally:
        cluster.remove_pool(OTHER)


HERRINGS = (
    Herring("ceph_osd_down", _osd_down),
    Herring("ceph_noout_set", _noout),
    Herring("ceph_osd_nearfull", _nearfull),
    Herring("ceph_manager_gone", _manager_gone),
    Herring("ceph_other_pool_short", _other_pool_short),
)


def herring(name: str) -> Herring:
    """Return an innocent fault by its name."""
    for one in HERRINGS:
        if one.name == name:
            return one
    raise LookupError(f"no herring {name!r}")


def with_all_loads(host: Host) -> CephStage:
    """Return a stage whose target computes, and works on an RBD image."""
    stage = with_rbd_load(host)
    stage.target.start_cpu_load()
    return stage
