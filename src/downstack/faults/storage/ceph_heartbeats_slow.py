"""Heartbeats between OSDs take long."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_health

FAULT = Fault(
    id="ceph_heartbeats_slow",
    title="heartbeats between OSDs take long",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.02, "a network between OSDs that is full or ill"),
    signs=(
        Check(
            clause=Is(ceph_health.OSD_SLOW_PING_TIME_BACK, ("raised",)),
            sensitivity=Guess(0.7, "the network between the OSDs, where it is one of its own"),
            false_alarm=Guess(0.0005, "a host that was too busy to answer"),
        ),
        Check(
            clause=Is(ceph_health.OSD_SLOW_PING_TIME_FRONT, ("raised",)),
            sensitivity=Guess(0.7, "the network that clients use too"),
            false_alarm=Guess(0.0005, "a host that was too busy to answer"),
        ),
    ),
    because="OSDs time their heartbeats, and some take longer than a second "
    "(mon_warn_on_slow_ping_time). Writes between these OSDs take at least as long.",
    confirm="ceph health detail; ceph daemon osd.ID dump_osd_network",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="look at the network between the OSDs that are named: errors, MTU, a port of a "
            "bond",
            command="ceph health detail; ceph daemon osd.ID dump_osd_network 100; ip -s link",
            do_not="raise the threshold to silence it",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same",
            command="ceph health detail",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="the same between the nodes",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph health detail",
        ),
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/operations/health-checks/#osd-slow-ping-time-back",
        "https://docs.ceph.com/en/latest/rados/operations/monitoring/#network-performance-checks",
    ),
    maturity=Maturity.DRAFT,
    risk=True,
)
