"""Signals of an NFS mount: its requests and its connection, as the kernel's client counts them."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Growth, Over, PerEvent, Semantics, Signal, Unit

_STATS = "/proc/self/mountstats, https://www.kernel.org/doc/html/latest/filesystems/nfs/index.html"
_total = partial(
    Signal, of=Kind.FILESYSTEM, semantics=Semantics.COUNTER, unit=Unit.COUNT, origin=_STATS
)
_seconds = partial(_total, unit=Unit.SECONDS)
_count = partial(
    Signal, of=Kind.FILESYSTEM, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived"
)

MOUNT = Signal(
    name="nfs_mount",
    of=Kind.FILESYSTEM,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether the filesystem is an NFS mount.",
    origin="/proc/self/mountinfo",
    states=("yes", "no"),
)
OPERATIONS = _total(
    name="nfs_operations_total", help="Reads, writes and commits that have ended.", raw="rpc om_ops"
)
TRANSMISSIONS = _total(
    name="nfs_transmissions_total",
    help="Times that a request was sent: more than once where no answer came in time.",
    raw="rpc om_ntrans",
)
ALL_OPERATIONS = _total(
    name="nfs_all_operations_total", help="Requests of every kind that have ended."
)
TIMEOUTS = _total(
    name="nfs_major_timeouts_total",
    help="Requests for which the server was given up for a while (not responding).",
    raw="rpc om_timeouts",
)
RTT_SECONDS = _seconds(
    name="nfs_round_trip_seconds_total",
    help="Time from the sending of a read, write or commit to its answer, added up.",
    raw="rpc om_rtt",
)
EXECUTE_SECONDS = _seconds(
    name="nfs_execution_seconds_total",
    help="Time from the start of a read, write or commit to its end, queue and all, added up.",
    raw="rpc om_execute",
)
SENT = _total(
    name="nfs_sent_total", help="Requests that the connection has sent.", raw="rpc_xprt sends"
)
RECEIVED = _total(
    name="nfs_received_total",
    help="Answers that the connection has received.",
    raw="rpc_xprt recvs",
)
BAD_XIDS = _total(
    name="nfs_bad_xids_total",
    help="Answers to requests that nobody waits for (any more).",
    raw="rpc_xprt bad_xids",
)
CONNECTS = _total(
    name="nfs_connects_total",
    help="Connections that were made to the server.",
    raw="rpc_xprt connect_count",
)
UNANSWERED = _count(
    name="nfs_unanswered_count",
    help="Requests sent for which no answer has come; a request that is sent again counts twice.",
    origin=_STATS,
    raw="rpc_xprt sends",
)
AGE = _count(
    name="nfs_mount_age_seconds", unit=Unit.SECONDS, help="Age of the mount.", origin=_STATS
)
TRANSPORT = Signal(
    name="nfs_transport",
    of=Kind.FILESYSTEM,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="tcp, udp, rdma or local.",
    origin=_STATS,
)

ENDED = _count(
    name="nfs_operations_count",
    help="Reads, writes and commits that ended within the window.",
    raw="rpc om_ops",
    formula=Growth(OPERATIONS),
)
REPLIES = _count(
    name="nfs_received_count",
    help="Answers that came within the window.",
    raw="rpc_xprt recvs",
    formula=Growth(RECEIVED),
)
_OPERATIONS_ENDED = _count(
    name="nfs_all_operations_count",
    help="Requests of every kind that ended within the window.",
    formula=Growth(ALL_OPERATIONS),
)
_TRANSMITTED = _count(
    name="nfs_transmissions_count",
    help="Transmissions of the requests that ended within the window.",
    formula=Growth(TRANSMISSIONS),
)
TRANSMISSIONS_PER_OPERATION = _count(
    name="nfs_transmissions_per_operation_ratio",
    unit=Unit.RATIO,
    help="Transmissions per request: 1 where each was answered at once.",
    raw="rpc om_ntrans",
    formula=Over(_TRANSMITTED, _OPERATIONS_ENDED),
)
ROUND_TRIP = _count(
    name="nfs_round_trip_seconds",
    unit=Unit.SECONDS,
    help="Mean time from sending a read, write or commit to its answer: network and server.",
    raw="rpc om_rtt",
    formula=PerEvent((RTT_SECONDS,), (OPERATIONS,)),
)
EXECUTION = _count(
    name="nfs_execution_seconds",
    unit=Unit.SECONDS,
    help="Mean time of a read, write or commit, the client's own queue included.",
    raw="rpc om_execute",
    formula=PerEvent((EXECUTE_SECONDS,), (OPERATIONS,)),
)
NEW_CONNECTIONS = _count(
    name="nfs_connects_count",
    help="Connections that were made to the server within the window.",
    raw="rpc_xprt connect_count",
    formula=Growth(CONNECTS),
)
TIMED_OUT = _count(
    name="nfs_major_timeouts_count",
    help="Requests for which the server was given up within the window.",
    raw="rpc om_timeouts",
    formula=Growth(TIMEOUTS),
)
