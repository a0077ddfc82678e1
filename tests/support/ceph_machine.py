"""The healthy machine with its disk on RBD: a pool of three OSDs behind the VM."""

from __future__ import annotations

from downstack.inference.diagnose import diagnose
from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot, Value
from downstack.registry import load_catalogue
from downstack.signal import Signal
from downstack.signals import (
    backend,
    backend_network,
    backend_pool,
    backend_refused,
    backend_trouble,
    backend_waits,
    ceph_cluster,
    ceph_health,
    ceph_osd,
    ceph_peers,
    ceph_pool,
    disk,
    disk_trouble,
    domain,
    domain_waits,
    guest,
    guest_stall,
    link,
    storage_link,
)
from tests.support.machine import (
    BACKEND as FILE,
)
from tests.support.machine import (
    DISK,
    DOMAIN,
    HOST,
    LINKS,
    ONE_OF_EACH,
    Judged,
    Readings,
    machine,
)

CLUSTER = Entity(Kind.CEPH_CLUSTER, "f51d", "f51d")
POOL = Entity(Kind.CEPH_POOL, "f51d/1", "vms")
OSDS = tuple(Entity(Kind.CEPH_OSD, f"f51d/osd.{number}", f"osd.{number}") for number in range(3))
IMAGE = Entity(Kind.BACKEND, "rbd:vms/db1", "vms/db1")
UPLINK = Entity(Kind.LINK, "eth0", "eth0")
Changes = dict[Signal | tuple[Entity, Signal], Value]
"""Readings by their signal, or by their entity and signal."""

_WITH_CEPH = (
    Connection(Edge.BACKS, IMAGE, DISK),
    Connection(Edge.CONNECTS, HOST, UPLINK),
    Connection(Edge.REACHES, UPLINK, IMAGE),
    Connection(Edge.HOLDS, POOL, IMAGE),
    Connection(Edge.KEEPS, CLUSTER, POOL),
    *(Connection(Edge.REPLICATES, osd, POOL) for osd in OSDS),
    *(Connection(Edge.SERVES, osd, CLUSTER) for osd in OSDS),
)
_OF_A_FILE = {Edge.STORES, Edge.CARRIES, Edge.BACKS}
NOTHING = Absent(Reason.NOT_APPLICABLE)
_OSD: Readings = {
    ceph_osd.STATE: "up",
    ceph_osd.PLACE: "in",
    ceph_osd.COMMIT_LATENCY: 0.004,
    ceph_peers.STANDS_OUT: 1.0,
    ceph_osd.ANSWERS: "yes",
    ceph_osd.AWAITED: 0.0,
    ceph_osd.ANSWER_TIME: 0.001,
    ceph_peers.ANSWERS_LATER: 1.0,
    ceph_osd.SLOW_OPS: "no",
    ceph_osd.USED: 0.4,
    ceph_osd.FULLNESS: "no",
    ceph_osd.CRASHED: "no",
    ceph_osd.LAGGY: 0.0,
    ceph_osd.RETURNS: 0.0,
}
_POOL: Readings = {
    ceph_pool.SIZE: 3.0,
    ceph_pool.MIN_SIZE: 2.0,
    ceph_pool.GROUPS: 32.0,
    ceph_pool.FULL: "no",
    ceph_pool.APPLICATION: "enabled",
    ceph_peers.PAUSED: "no",
    **dict.fromkeys(
        (
            ceph_pool.INACTIVE,
            ceph_pool.SHORT,
            ceph_pool.UNDERSIZED,
            ceph_pool.INCONSISTENT,
            ceph_pool.PEERING,
            ceph_pool.STUCK_PEERING,
            ceph_pool.LOST,
            ceph_pool.MOVING,
            ceph_pool.TOO_FULL,
            ceph_pool.UNFOUND,
        ),
        0.0,
    ),
}
_CLUSTER: Readings = {
    ceph_cluster.ANSWERS: "yes",
    ceph_cluster.HEALTH: "HEALTH_OK",
    ceph_cluster.MANAGER: "active",
    ceph_cluster.MONITORS: 3.0,
    ceph_cluster.QUORUM: 3.0,
    ceph_cluster.MONITORS_MISSING: 0.0,
    ceph_cluster.NOOUT: "unset",
    ceph_cluster.PAUSED: "no",
    ceph_cluster.NO_RECOVERY: "no",
    ceph_cluster.NO_SCRUB: "no",
    ceph_cluster.FASTEST_ANSWER: 0.001,
    ceph_cluster.MEDIAN_COMMIT: 0.004,
    ceph_peers.SLOWEST_COMMIT: 0.004,
    ceph_cluster.RECOVERING: 0.0,
    ceph_cluster.DEGRADED: 0.0,
    ceph_peers.MOVING: 0.0,
    **dict.fromkeys(ceph_health.BY_CODE.values(), "clear"),
}
_IMAGE: Readings = {
    backend.TYPE: "rbd",
    backend_pool.SILENT_OSDS: 0.0,
    backend_network.RETRANSMITS: 0.0,
    backend_network.ROUND_TRIP: 0.0004,
    backend_network.FASTEST_OSD: 0.001,
    backend_refused.BLOCKLISTED: "no",
    storage_link.WAITING: 0.0,
    backend_trouble.DEVICE_ERRORS: NOTHING,
    backend_waits.WAIT: NOTHING,
}
_UPLINK: Readings = {storage_link.USED: 0.1, link.QDISC_BACKLOG: 0.0}
_HEALTHY: dict[Entity, Readings] = {
    CLUSTER: _CLUSTER,
    POOL: _POOL,
    IMAGE: _IMAGE,
    UPLINK: _UPLINK,
    **dict.fromkeys(OSDS, _OSD),
}
_DEFAULT: dict[Kind, Entity] = {
    **{one.kind: one for one in ONE_OF_EACH},
    **{one.kind: one for one in (CLUSTER, POOL, IMAGE, UPLINK, OSDS[0])},
}

SLOW: Changes = {disk.WAIT: 0.3, domain_waits.MAX_DISK_WAIT: 0.3}
"""What the VM feels of storage that answers late."""
STANDS: Changes = {
    disk.REQUESTS: 0.0,
    disk.WAIT: NOTHING,
    domain_waits.MAX_DISK_WAIT: NOTHING,
    guest_stall.ENDED: 0.0,
    guest.IN_FLIGHT: 2.0,
    guest.DISK_WAIT: NOTHING,
    guest.IO_STALLED_RATIO: 0.97,
}
"""What the VM feels of storage that answers nothing."""
FAILS: Changes = {disk_trouble.IO_ERRORS_COUNT: 27.0, disk_trouble.DOMAIN_IO_ERRORS: 27.0}
"""What the VM feels of storage that answers with errors."""
STOPPED: Changes = {domain.STATE: "shutoff", domain.STATE_REASON: "shutoff_failed"}
"""A VM that did not start."""
UNSEEN = Absent(Reason.DENIED, "a keyring of client.admin")


def ceph_machine(changes: Changes | None = None) -> Snapshot:
    """Return the healthy machine on RBD with these readings changed.

    A signal alone goes to its kind's entity: of OSDs osd.0, of interfaces the uplink.
    """
    plain = machine()
    readings = {entity: dict(values) for entity, values in plain.readings.items() if entity != FILE}
    for entity, values in _HEALTHY.items():
        mine = readings.setdefault(entity, {})
        mine.update({signal.name: value for signal, value in values.items()})
    for key, value in (changes or {}).items():
        entity, signal = key if isinstance(key, tuple) else (_DEFAULT[key.of], key)
        readings[entity][signal.name] = value
    kept = [one for one in LINKS if one.edge not in _OF_A_FILE]
    return Snapshot(
        [one for one in plain.entities if one != FILE], (*kept, *_WITH_CEPH), readings, window=2.0
    )


def judge_ceph(changes: Changes | None = None) -> Judged:
    """Return what `why vm/db1` says of the healthy machine on RBD with these readings changed."""
    return Judged(diagnose(ceph_machine(changes), load_catalogue(), DOMAIN))


def judge_cluster(changes: Changes | None = None) -> Judged:
    """Return what `why ceph` says of it."""
    return Judged(diagnose(ceph_machine(changes), load_catalogue(), CLUSTER))
