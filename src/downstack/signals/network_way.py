"""Signals of a guest's way out: where its packets are stopped, thrown away or held back."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import (
    Growth,
    Highest,
    Largest,
    Over,
    Own,
    Scale,
    Semantics,
    Signal,
    Sum,
    Unit,
)
from downstack.signals import host_network, link, nic

_TO_DOMAIN = (Edge.TAP_OF, Edge.NIC_OF)
_TO_TAP = (Edge.TAP_OF.inverse,)
_of_link = partial(
    Signal, of=Kind.LINK, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)
_of_nic = partial(
    Signal, of=Kind.NIC, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)
_of_domain = partial(
    Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)

OBSTACLE = Signal(
    name="nic_obstacle",
    of=Kind.NIC,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="What stops every packet between the guest's card and its bridge.",
    origin="<link state=>, /sys/class/net/TAP/flags, master and brport/state, and the bridge's",
    states=("none", "unplugged", "tap_down", "off_the_bridge", "port_blocked", "bridge_down"),
)
OBSTACLES = Signal(
    name="nic_obstacles_count",
    of=Kind.NIC,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="How many things stop every packet between the guest's card and its bridge.",
    origin=OBSTACLE.origin,
)
MAX_OBSTACLES = _of_domain(
    name="domain_max_nic_obstacles_count",
    unit=Unit.COUNT,
    help="How many things stop every packet of one of its network cards.",
    formula=Largest(OBSTACLES, (Edge.NIC_OF,)),
)
FILTER_DROPS = Signal(
    name="link_filter_drops_total",
    of=Kind.LINK,
    semantics=Semantics.COUNTER,
    unit=Unit.COUNT,
    help="Packets that nftables rules for this interface threw away.",
    origin="nft -j list ruleset: counters of rules that name it and drop, "
    "https://man7.org/linux/man-pages/man8/nft.8.html",
    raw="nft_counter.packets",
)
FILTERED = _of_link(
    name="link_filter_drops_grown_count",
    unit=Unit.COUNT,
    help="Packets in the window that nftables rules for the interface threw away.",
    raw="nft_counter.packets",
    formula=Growth(FILTER_DROPS),
)
RECEIVED = _of_link(
    name="link_received_packets_grown_count",
    unit=Unit.COUNT,
    help="Packets received in the window.",
    formula=Growth(link.RECEIVED),
)
SENT = _of_link(
    name="link_sent_packets_grown_count",
    unit=Unit.COUNT,
    help="Packets sent in the window.",
    formula=Growth(link.SENT),
)
QUEUE_DROPS = _of_link(
    name="link_qdisc_drops_grown_count",
    unit=Unit.COUNT,
    help="Packets in the window that the queueing disciplines threw away.",
    raw="gnet_stats_queue.drops",
    formula=Growth(link.QDISC_DROPS),
)
SEND_DROPS = _of_link(
    name="link_send_drops_grown_count",
    unit=Unit.COUNT,
    help="Packets to be sent in the window that were thrown away.",
    raw="rtnl_link_stats64.tx_dropped",
    formula=Growth(link.SEND_DROPS),
)
RECEIVE_DROPS = _of_link(
    name="link_receive_drops_grown_count",
    unit=Unit.COUNT,
    help="Packets received in the window that were thrown away.",
    raw="rtnl_link_stats64.rx_dropped",
    formula=Growth(link.RECEIVE_DROPS),
)
TO_GUEST = _of_nic(
    name="nic_receive_packets_grown_count",
    unit=Unit.COUNT,
    help="Packets to the guest in the window.",
    formula=Growth(nic.RECEIVED),
)
FROM_GUEST = _of_nic(
    name="nic_transmit_packets_grown_count",
    unit=Unit.COUNT,
    help="Packets from the guest in the window.",
    formula=Growth(nic.SENT),
)
_PASSED = _of_link(
    name="link_packets_grown_count",
    unit=Unit.COUNT,
    help="Packets of the window, those included that rules threw away.",
    formula=Sum((RECEIVED, SENT, FILTERED)),
)
_ENOUGH = _of_link(
    name="link_packets_beyond_few_count",
    unit=Unit.COUNT,
    help="Packets of the window beyond the first 20: so few tell no share.",
    formula=Scale(_PASSED, 1.0, -20.0),
)
FILTER_DROP_RATIO = _of_link(
    name="link_filter_drops_ratio",
    help="Share of the packets in the window that nftables rules for the interface threw away; "
    "without more than 20 packets there is none.",
    raw="nft_counter.packets",
    formula=Over(FILTERED, _ENOUGH),
)
INFLICTED = _of_link(
    name="link_inflicted_loss_ratio",
    help="Share of the packets that a rule throws away, or netem is told to lose.",
    raw="nft_counter.packets",
    formula=Highest((FILTER_DROP_RATIO, link.NETEM_LOSS)),
)
LOSS = _of_link(
    name="link_loss_ratio",
    help="Share of the packets lost in a queue, or because the guest did not fetch them.",
    formula=Highest((link.QDISC_DROP_RATIO, link.SEND_DROP_RATIO)),
)
MAX_LOSS = _of_domain(
    name="domain_max_tap_loss_ratio",
    help="Share of the packets lost in a queue at one of its network cards, or not fetched.",
    formula=Largest(LOSS, _TO_DOMAIN),
)
MAX_FILTERED = _of_domain(
    name="domain_max_tap_filter_drops_ratio",
    help="Share of the packets that nftables rules for one of its network cards threw away.",
    raw="nft_counter.packets",
    formula=Largest(FILTER_DROP_RATIO, _TO_DOMAIN),
)
MAX_OVERLIMITS = _of_domain(
    name="domain_max_tap_overlimits_rate",
    unit=Unit.COUNT,
    help="Times per second that a limit held packets of one of its network cards back.",
    formula=Largest(link.OVERLIMIT_RATE, _TO_DOMAIN),
)
_QDISC_USED = _of_link(
    name="link_qdisc_limit_used_ratio",
    help="Share of the token bucket's rate at which the interface sends.",
    formula=Over(link.SEND_SPEED, link.QDISC_LIMIT),
)
_OF_TAP = _of_nic(
    name="nic_qdisc_limit_used_ratio",
    help="Share of its tap's token bucket rate at which the guest receives.",
    formula=Own(_QDISC_USED, _TO_TAP),
)
_INBOUND_USED = _of_nic(
    name="nic_limit_receive_used_ratio",
    help="Bytes per second to the guest against the definition's limit.",
    formula=Over(nic.RECEIVE_RATE, nic.LIMIT_INBOUND),
)
_OUTBOUND_USED = _of_nic(
    name="nic_limit_transmit_used_ratio",
    help="Bytes per second from the guest against the definition's limit.",
    formula=Over(nic.SEND_RATE, nic.LIMIT_OUTBOUND),
)
LIMIT_USED = _of_nic(
    name="nic_limit_used_ratio",
    help="Bytes per second against the limit that is nearest.",
    formula=Highest((_OF_TAP, _INBOUND_USED, _OUTBOUND_USED)),
)
MAX_LIMIT_USED = _of_domain(
    name="domain_max_nic_limit_used_ratio",
    help="Bytes per second of one of its network cards against the limit that is nearest.",
    formula=Largest(LIMIT_USED, (Edge.NIC_OF,)),
)
CONNTRACK_DROPS = _of_domain(
    name="domain_conntrack_drops_grown_count",
    unit=Unit.COUNT,
    help="Packets its host dropped within the window because it could not track their connection.",
    formula=Own(host_network.NEW_CONNTRACK_DROPS, (Edge.HOSTS.inverse,)),
)
