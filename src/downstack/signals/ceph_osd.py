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
ANSWERS = Signal(
    name="ceph_osd_answers",
    of=Kind.CEPH_OSD,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether it answers a read from here; a hung one does not, long before it counts as down.",
    origin="librados stat of an object that does not exist, in a group whose primary it is",
    states=("yes", "silent"),
)
ANSWER_TIME = Signal(
    name="ceph_osd_answer_seconds",
    of=Kind.CEPH_OSD,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="Time until it answers a read from here: the network and the OSD, hardly its disk.",
    origin="librados stat of an object that does not exist, median of three",
)
AWAITED = Signal(
    name="ceph_osd_awaited_groups",
    of=Kind.CEPH_OSD,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Placement groups that answer nothing because this OSD was lost just now: they peer, or "
    "wait for the end of its read lease.",
    origin="ceph pg dump pgs_brief, and librados stat of an object that does not exist, "
    "https://docs.ceph.com/en/latest/dev/osd_internals/stale_read/",
)
SLOW_OPS = Signal(
    name="ceph_osd_slow_ops",
    of=Kind.CEPH_OSD,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether it reports requests that take longer than osd_op_complaint_time.",
    origin="ceph health detail, SLOW_OPS, "
    "https://docs.ceph.com/en/latest/rados/operations/health-checks/",
    states=("yes", "no"),
)
USED = Signal(
    name="ceph_osd_used_ratio",
    of=Kind.CEPH_OSD,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    help="Share of its space that is used.",
    origin="ceph osd df, https://docs.ceph.com/en/latest/rados/operations/monitoring/",
)
FULLNESS = Signal(
    name="ceph_osd_fullness",
    of=Kind.CEPH_OSD,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Which of the cluster's ratios its use has passed.",
    origin=_DUMP,
    states=("no", "nearfull", "backfillfull", "full"),
)
CRASHED = Signal(
    name="ceph_osd_crashed",
    of=Kind.CEPH_OSD,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether a crash of it was reported that nobody has archived.",
    origin="ceph crash ls-new, https://docs.ceph.com/en/latest/mgr/crash/",
    states=("yes", "no"),
)
LAGGY = Signal(
    name="ceph_osd_laggy_ratio",
    of=Kind.CEPH_OSD,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    help="How sure the monitors are that it lives when it is reported as failed: 0.3 after it came "
    "back at once from one such report, 0.51 after two, 0.66 after three; it halves in an hour.",
    origin="ceph osd dump, osd_xinfo, laggy_probability, "
    "https://docs.ceph.com/en/latest/rados/configuration/mon-osd-interaction/",
)
RETURNS = Signal(
    name="ceph_osd_returns_count",
    of=Kind.CEPH_OSD,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="How often it came up, or came back, within the last ten minutes.",
    origin="ceph log last, https://docs.ceph.com/en/latest/rados/troubleshooting/troubleshooting-osd/",
)
