"""Signals of one OSD of a Ceph cluster."""

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

_DUMP = "ceph osd dump, https://docs.ceph.com/en/latest/rados/operations/monitoring-osd-pg/"
_PERF = "ceph osd perf, https://docs.ceph.com/en/latest/rados/operations/monitoring/"

STATE = Signal(
    name="ceph_osd_state",
    of=Kind.CEPH_OSD,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether the monitors count it as up; a hung one is up until its peers complain.",
    origin=_DUMP,
    states=("up", "down"),
)
PLACE = Signal(
    name="ceph_osd_in",
    of=Kind.CEPH_OSD,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether data is placed on it.",
    origin=_DUMP,
    states=("in", "out"),
)
COMMIT_LATENCY = Signal(
    name="ceph_osd_commit_latency_seconds",
    of=Kind.CEPH_OSD,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="Mean time in which its store made writes durable, over the manager's last period.",
    origin=_PERF,
)
