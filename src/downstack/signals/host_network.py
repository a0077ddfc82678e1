"""Signals of this machine's network stack as a whole."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Growth, Over, PerEvent, Rate, Semantics, Signal, Unit

_CONNTRACK = "https://docs.kernel.org/networking/nf_conntrack-sysctl.html"
_TRACKED = "/proc/net/stat/nf_conntrack, all CPUs together"
_SOFTNET = "/proc/net/softnet_stat, all CPUs together"
_SNMP = "/proc/net/snmp, https://docs.kernel.org/networking/snmp_counter.html"
_NETSTAT = "/proc/net/netstat, https://docs.kernel.org/networking/snmp_counter.html"
_events = partial(Signal, of=Kind.HOST, semantics=Semantics.COUNTER, unit=Unit.COUNT)
_count = partial(
    Signal, of=Kind.HOST, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived"
)
_ratio = partial(
    Signal, of=Kind.HOST, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)

TRACKED = _count(
    name="host_conntrack_entries_count",
    help="Connections that netfilter tracks.",
    origin=f"/proc/sys/net/netfilter/nf_conntrack_count, {_CONNTRACK}",
)
TRACKED_LIMIT = _count(
    name="host_conntrack_limit_count",
    help="Connections that netfilter can track; beyond it new ones are dropped.",
    origin=f"/proc/sys/net/netfilter/nf_conntrack_max, {_CONNTRACK}",
)
CONNTRACK_DROPS = _events(
    name="host_conntrack_drops_total",
    help="Packets dropped because their connection could not be tracked.",
    origin=f"{_TRACKED}: drop",
)
CONNTRACK_EARLY_DROPS = _events(
    name="host_conntrack_early_drops_total",
    help="Connections forgotten early to make room in a full table.",
    origin=f"{_TRACKED}: early_drop",
)
CONNTRACK_INSERT_FAILURES = _events(
    name="host_conntrack_insert_failures_total",
    help="Connections that could not be entered into the table.",
    origin=f"{_TRACKED}: insert_failed",
)
PROCESSED = _events(
    name="host_softnet_processed_total",
    help="Packets that came in from interfaces.",
    origin=f"{_SOFTNET}: column 1",
)
BACKLOG_DROPS = _events(
    name="host_softnet_drops_total",
    help="Packets dropped because a CPU's backlog (net.core.netdev_max_backlog) was full.",
    origin=f"{_SOFTNET}: column 2",
    raw="softnet_data.dropped",
)
SQUEEZES = _events(
    name="host_softnet_squeezes_total",
    help="Times a CPU stopped taking packets in because its budget or time was used up.",
    origin=f"{_SOFTNET}: column 3",
    raw="softnet_data.time_squeeze",
)
SEGMENTS = _events(
    name="host_tcp_segments_sent_total",
    help="TCP segments that this machine sent for itself, retransmits excluded.",
    origin=f"{_SNMP} Tcp OutSegs",
)
RETRANSMITS = _events(
    name="host_tcp_retransmits_total",
    help="TCP segments sent again because the first got lost or was late.",
    origin=f"{_SNMP} Tcp RetransSegs",
    raw="TCP_MIB_RETRANSSEGS",
)
TIMEOUTS = _events(
    name="host_tcp_timeouts_total",
    help="TCP retransmission timers that ran out: not even an acknowledgement came.",
    origin=f"{_NETSTAT} TcpExt TCPTimeouts",
)
LISTEN_DROPS = _events(
    name="host_tcp_listen_drops_total",
    help="TCP connections refused because a program did not accept them fast enough.",
    origin=f"{_NETSTAT} TcpExt ListenDrops",
)
SOCKET_BACKLOG_DROPS = _events(
    name="host_tcp_backlog_drops_total",
    help="TCP packets dropped because a program did not read fast enough.",
    origin=f"{_NETSTAT} TcpExt TCPBacklogDrop",
)
DATAGRAM_DROPS = _events(
    name="host_udp_receive_buffer_errors_total",
    help="UDP packets dropped because a program did not read fast enough.",
    origin=f"{_SNMP} Udp RcvbufErrors",
)
FRAGMENT_FAILURES = _events(
    name="host_ip_fragment_failures_total",
    help="IP packets too large for an interface that must not be split: an MTU too small.",
    origin=f"{_SNMP} Ip FragFails",
)
REASSEMBLY_FAILURES = _events(
    name="host_ip_reassembly_failures_total",
    help="IP packets of which some part never came.",
    origin=f"{_SNMP} Ip ReasmFails",
)
CONNTRACK_RATIO = _ratio(
    name="host_conntrack_used_ratio",
    help="Share of the connection tracking table in use.",
    formula=Over(TRACKED, TRACKED_LIMIT),
)
NEW_CONNTRACK_DROPS = _count(
    name="host_conntrack_drops_grown_count",
    help="Packets dropped within the window because their connection could not be tracked.",
    formula=Growth(CONNTRACK_DROPS),
)
BACKLOG_DROP_RATIO = _ratio(
    name="host_softnet_drops_ratio",
    help="Share of the packets of the window dropped because a CPU's backlog was full.",
    raw="softnet_data.dropped",
    formula=PerEvent((BACKLOG_DROPS,), (PROCESSED, BACKLOG_DROPS)),
)
SQUEEZE_RATE = _count(
    name="host_softnet_squeezes_rate",
    help="Times per second that a CPU stopped taking packets in, its budget being used up.",
    raw="softnet_data.time_squeeze",
    formula=Rate(SQUEEZES),
)
RETRANSMIT_RATIO = _ratio(
    name="host_tcp_retransmits_ratio",
    help="Share of this machine's own TCP segments that had to be sent again.",
    raw="TCP_MIB_RETRANSSEGS",
    formula=PerEvent((RETRANSMITS,), (SEGMENTS, RETRANSMITS)),
)
LISTEN_DROP_RATE = _count(
    name="host_tcp_listen_drops_rate",
    help="TCP connections per second refused, a program not accepting them fast enough.",
    formula=Rate(LISTEN_DROPS),
)
FRAGMENT_FAILURE_RATE = _count(
    name="host_ip_fragment_failures_rate",
    help="IP packets per second too large for an interface that must not be split.",
    formula=Rate(FRAGMENT_FAILURES),
)
