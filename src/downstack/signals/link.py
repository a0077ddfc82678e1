"""Signals of one network interface of this machine, seen from this machine.

What the host transmits on a tap is what the guest receives.
"""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import Over, Own, PerEvent, Rate, Semantics, Signal, Unit

_SYSFS = "https://docs.kernel.org/admin-guide/abi-testing.html sysfs-class-net"
_DEV = "/proc/net/dev, https://docs.kernel.org/networking/statistics.html"
_TC = "tc -s -j qdisc show, https://man7.org/linux/man-pages/man8/tc.8.html"
_state = partial(
    Signal,
    of=Kind.LINK,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    origin=f"/sys/class/net, {_SYSFS}",
)
_text = partial(
    Signal,
    of=Kind.LINK,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    origin=f"/sys/class/net, {_SYSFS}",
)
_bytes = partial(
    Signal,
    of=Kind.LINK,
    semantics=Semantics.INSTANT,
    unit=Unit.BYTES,
    origin=f"/sys/class/net, {_SYSFS}",
)
_events = partial(Signal, of=Kind.LINK, semantics=Semantics.COUNTER, unit=Unit.COUNT, origin=_DEV)
_traffic = partial(Signal, of=Kind.LINK, semantics=Semantics.COUNTER, unit=Unit.BYTES, origin=_DEV)
_ratio = partial(
    Signal, of=Kind.LINK, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)
_count = partial(
    Signal, of=Kind.LINK, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived"
)

WHAT = _state(
    name="link_what",
    help="What the interface is; virtual: software of a kind that the kernel does not name (veth).",
    states=(
        "loopback",
        "tap",
        "tun",
        "bridge",
        "switch",
        "bond",
        "vlan",
        "vxlan",
        "macvlan",
        "macvtap",
        "physical",
        "virtual",
    ),
)
OPERATIONAL = _state(
    name="link_operational_state",
    help="RFC 2863 state; unknown is normal for a tap.",
    states=("unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up"),
)
ADMINISTRATIVE = _state(
    name="link_administrative_state",
    help="Whether somebody has switched the interface on (ip link set up).",
    states=("up", "down"),
)
CARRIER = _state(
    name="link_carrier",
    help="Whether the interface has a carrier: a cable, or a guest that has opened the tap.",
    states=("up", "down"),
)
MTU = _bytes(name="link_mtu_bytes", help="Largest packet that the interface sends.")
SPEED = _bytes(name="link_speed_bytes", help="Bytes per second that a physical interface can do.")
ATTACHED = _state(
    name="link_attached",
    help="Whether the interface is a port of a bridge, a switch or a bond.",
    states=("yes", "no"),
)
MASTER = _text(name="link_master", help="The bridge, switch or bond that it is a port of.")
PORT_STATE = _state(
    name="link_port_state",
    help="What the bridge does with its packets (spanning tree); only forwarding lets them pass.",
    origin=f"/sys/class/net/LINK/brport/state, {_SYSFS}",
    states=("disabled", "listening", "learning", "forwarding", "blocking"),
)
VLAN_FILTERING = _state(
    name="link_vlan_filtering",
    help="Whether the bridge drops packets by their VLAN.",
    origin=f"/sys/class/net/LINK/bridge/vlan_filtering, {_SYSFS}",
    states=("yes", "no"),
)
MULTIQUEUE = _state(
    name="link_multiqueue",
    help="Whether the tap was made for several queues.",
    origin="/sys/class/net/LINK/tun_flags",
    states=("yes", "no"),
)
DRIVER = _text(
    name="link_driver",
    help="Kernel driver of a physical interface.",
    origin="/sys/class/net/LINK/device/uevent",
)
CARRIER_CHANGES = _events(
    name="link_carrier_changes_total",
    help="How often the carrier came or went.",
    origin=f"/sys/class/net/LINK/carrier_changes, {_SYSFS}",
    raw="net_device.carrier_changes",
)
RECEIVED_BYTES = _traffic(name="link_received_bytes_total", help="Bytes received.")
RECEIVED = _events(name="link_received_packets_total", help="Packets received.")
RECEIVE_ERRORS = _events(
    name="link_receive_errors_total",
    help="Packets received broken.",
    raw="rtnl_link_stats64.rx_errors",
)
RECEIVE_DROPS = _events(
    name="link_receive_drops_total",
    help="Packets received and thrown away (no room, or nobody wanted them).",
    raw="rtnl_link_stats64.rx_dropped",
)
RECEIVE_OVERRUNS = _events(
    name="link_receive_overruns_total",
    help="Packets lost because the ring of the interface was full.",
    raw="rtnl_link_stats64.rx_fifo_errors",
)
SENT_BYTES = _traffic(name="link_sent_bytes_total", help="Bytes sent.")
SENT = _events(name="link_sent_packets_total", help="Packets sent.")
SEND_ERRORS = _events(
    name="link_send_errors_total",
    help="Packets that could not be sent.",
    raw="rtnl_link_stats64.tx_errors",
)
SEND_DROPS = _events(
    name="link_send_drops_total",
    help="Packets thrown away instead of sent; on a tap: the guest did not fetch them.",
    raw="rtnl_link_stats64.tx_dropped",
)
SEND_OVERRUNS = _events(
    name="link_send_overruns_total",
    help="Packets lost because the sending queue was full.",
    raw="rtnl_link_stats64.tx_fifo_errors",
)
SHAPING = _state(
    name="link_shaping",
    help="Whether a queueing discipline limits the interface or harms its packets on purpose.",
    origin=_TC,
    states=("none", "limited", "impaired"),
)
QDISCS = _text(name="link_qdiscs", help="Its queueing disciplines.", origin=_TC)
QDISC_LIMIT = _bytes(
    name="link_qdisc_limit_bytes",
    help="Bytes per second that a token bucket filter lets pass.",
    origin=_TC,
)
QDISC_BACKLOG = _bytes(
    name="link_qdisc_backlog_bytes",
    help="Bytes that wait in the queueing disciplines at the moment of the sample.",
    origin=_TC,
)
QDISC_SENT = _events(
    name="link_qdisc_sent_packets_total",
    help="Packets that the queueing disciplines let pass.",
    origin=_TC,
)
QDISC_DROPS = _events(
    name="link_qdisc_drops_total",
    help="Packets that the queueing disciplines threw away (no other counter shows them).",
    origin=_TC,
    raw="gnet_stats_queue.drops",
)
QDISC_OVERLIMITS = _events(
    name="link_qdisc_overlimits_total",
    help="Times a queueing discipline held packets back because of its limit.",
    origin=_TC,
    raw="gnet_stats_queue.overlimits",
)
NETEM_LOSS = _ratio(
    name="link_netem_loss_ratio",
    help="Share of the packets that netem loses on purpose.",
    origin=_TC,
)
NETEM_DELAY = Signal(
    name="link_netem_delay_seconds",
    of=Kind.LINK,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="Time by which netem delays packets on purpose.",
    origin=_TC,
)
CARRIER_MTU = _bytes(
    name="link_carrier_mtu_bytes",
    help="Largest packet of the one interface that carries this one.",
    origin="derived",
    formula=Own(MTU, (Edge.BRIDGES.inverse,)),
)
MTU_EXCESS = _bytes(
    name="link_mtu_excess_bytes",
    help="How much too large a packet of one port of the bridge may be for another; of a tunnel, "
    "its largest packet and the header for the interface that carries it.",
    origin="/sys/class/net/*/mtu of its ports, or of the interface below",
)
RECEIVE_DROP_RATIO = _ratio(
    name="link_receive_drops_ratio",
    help="Share of the packets received in the window that was thrown away.",
    raw="rtnl_link_stats64.rx_dropped",
    formula=PerEvent((RECEIVE_DROPS,), (RECEIVED, RECEIVE_DROPS)),
)
SEND_DROP_RATIO = _ratio(
    name="link_send_drops_ratio",
    help="Share of the packets to be sent in the window that was thrown away.",
    raw="rtnl_link_stats64.tx_dropped",
    formula=PerEvent((SEND_DROPS,), (SENT, SEND_DROPS)),
)
RECEIVE_ERROR_RATIO = _ratio(
    name="link_receive_errors_ratio",
    help="Share of the packets received in the window that was broken.",
    raw="rtnl_link_stats64.rx_errors",
    formula=PerEvent((RECEIVE_ERRORS,), (RECEIVED, RECEIVE_ERRORS)),
)
SEND_ERROR_RATIO = _ratio(
    name="link_send_errors_ratio",
    help="Share of the packets to be sent in the window that failed.",
    raw="rtnl_link_stats64.tx_errors",
    formula=PerEvent((SEND_ERRORS,), (SENT, SEND_ERRORS)),
)
QDISC_DROP_RATIO = _ratio(
    name="link_qdisc_drops_ratio",
    help="Share of the packets in the window that the queueing disciplines threw away.",
    raw="gnet_stats_queue.drops",
    formula=PerEvent((QDISC_DROPS,), (QDISC_SENT, QDISC_DROPS)),
)
RECEIVE_RATE = _count(
    name="link_received_packets_rate", help="Packets received per second.", formula=Rate(RECEIVED)
)
SEND_RATE = _count(
    name="link_sent_packets_rate", help="Packets sent per second.", formula=Rate(SENT)
)
RECEIVE_SPEED = _count(
    name="link_received_bytes_rate",
    help="Bytes received per second.",
    formula=Rate(RECEIVED_BYTES),
)
SEND_SPEED = _count(
    name="link_sent_bytes_rate", help="Bytes sent per second.", formula=Rate(SENT_BYTES)
)
OVERLIMIT_RATE = _count(
    name="link_qdisc_overlimits_rate",
    help="Times per second that a queueing discipline held packets back.",
    raw="gnet_stats_queue.overlimits",
    formula=Rate(QDISC_OVERLIMITS),
)
CARRIER_CHANGE_RATE = _count(
    name="link_carrier_changes_rate",
    help="Times per second that the carrier came or went.",
    raw="net_device.carrier_changes",
    formula=Rate(CARRIER_CHANGES),
)
RECEIVE_USED = _ratio(
    name="link_receive_used_ratio",
    help="Share of its speed at which a physical interface receives.",
    formula=Over(RECEIVE_SPEED, SPEED),
)
SEND_USED = _ratio(
    name="link_send_used_ratio",
    help="Share of its speed at which a physical interface sends.",
    formula=Over(SEND_SPEED, SPEED),
)
