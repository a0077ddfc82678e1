"""Signals of one network interface of a domain, in the guest's direction."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Growth, Rate, Semantics, Signal, Sum, Unit

_XML = "https://libvirt.org/formatdomain.html#network-interfaces"
_STATS = "virConnectGetAllDomainStats net.N"
_state = partial(
    Signal, of=Kind.NIC, semantics=Semantics.STATE, unit=Unit.NONE, origin=f"<interface>, {_XML}"
)
_text = partial(
    Signal, of=Kind.NIC, semantics=Semantics.TEXT, unit=Unit.NONE, origin=f"<interface>, {_XML}"
)
_limit = partial(
    Signal,
    of=Kind.NIC,
    semantics=Semantics.INSTANT,
    unit=Unit.BYTES,
    origin="<bandwidth>, https://libvirt.org/formatnetwork.html#quality-of-service",
)
_total = partial(Signal, of=Kind.NIC, semantics=Semantics.COUNTER, unit=Unit.COUNT)
_derived = partial(
    Signal, of=Kind.NIC, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived"
)

MODEL = _state(
    name="nic_model",
    help="The network card that the guest sees.",
    states=("virtio", "e1000", "e1000e", "igb", "rtl8139", "vmxnet3", "passthrough", "other"),
)
ATTACHMENT = _state(
    name="nic_attachment",
    help="What the interface is attached to on the host.",
    states=(
        "bridge",
        "network",
        "direct",
        "ethernet",
        "user",
        "hostdev",
        "vhostuser",
        "vdpa",
        "internal",
        "other",
    ),
)
LINK_STATE = _state(
    name="nic_link_state",
    help="Whether libvirt tells the guest that a cable is plugged in.",
    states=("up", "down"),
)
TAP = _text(name="nic_tap", help="Name of its interface on the host.")
SOURCE = _text(name="nic_source", help="Bridge, network or device that it is attached to.")
DRIVER = _text(name="nic_driver", help="vhost or qemu: who moves the packets.")
QUEUES = Signal(
    name="nic_queues_count",
    of=Kind.NIC,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Pairs of queues.",
    origin=f"<driver queues=>, {_XML}",
)
MTU = Signal(
    name="nic_mtu_bytes",
    of=Kind.NIC,
    semantics=Semantics.INSTANT,
    unit=Unit.BYTES,
    help="MTU that the definition gives the guest.",
    origin=f"<mtu>, {_XML}",
)
LIMIT_INBOUND = _limit(
    name="nic_limit_receive_bytes", help="Bytes per second that may go to the guest."
)
LIMIT_OUTBOUND = _limit(
    name="nic_limit_transmit_bytes", help="Bytes per second that may come from the guest."
)
RECEIVED_BYTES = _total(
    name="nic_receive_bytes_total",
    unit=Unit.BYTES,
    help="Bytes to the guest.",
    origin=f"{_STATS}.rx.bytes",
)
RECEIVED = _total(
    name="nic_receive_packets_total",
    help="Packets to the guest.",
    origin=f"{_STATS}.rx.pkts",
)
RECEIVE_ERRORS = _total(
    name="nic_receive_errors_total",
    help="Packets to the guest with an error on the tap.",
    origin=f"{_STATS}.rx.errs",
)
RECEIVE_DROPS = _total(
    name="nic_receive_drops_total",
    help="Packets that the guest did not fetch from the tap in time.",
    origin=f"{_STATS}.rx.drop",
    raw="tap tx_dropped",
)
SENT_BYTES = _total(
    name="nic_transmit_bytes_total",
    unit=Unit.BYTES,
    help="Bytes from the guest.",
    origin=f"{_STATS}.tx.bytes",
)
SENT = _total(
    name="nic_transmit_packets_total",
    help="Packets from the guest.",
    origin=f"{_STATS}.tx.pkts",
)
SEND_ERRORS = _total(
    name="nic_transmit_errors_total",
    help="Packets from the guest with an error on the tap.",
    origin=f"{_STATS}.tx.errs",
)
SEND_DROPS = _total(
    name="nic_transmit_drops_total",
    help="Packets from the guest that the host dropped at the tap.",
    origin=f"{_STATS}.tx.drop",
    raw="tap rx_dropped",
)
RECEIVE_RATE = _derived(
    name="nic_receive_rate_bytes",
    unit=Unit.BYTES,
    help="Bytes to the guest per second.",
    formula=Rate(RECEIVED_BYTES),
)
SEND_RATE = _derived(
    name="nic_transmit_rate_bytes",
    unit=Unit.BYTES,
    help="Bytes from the guest per second.",
    formula=Rate(SENT_BYTES),
)
RECEIVE_PACKETS_RATE = _derived(
    name="nic_receive_packets_rate", help="Packets to the guest per second.", formula=Rate(RECEIVED)
)
SEND_PACKETS_RATE = _derived(
    name="nic_transmit_packets_rate", help="Packets from the guest per second.", formula=Rate(SENT)
)
RECEIVE_DROPS_COUNT = _derived(
    name="nic_receive_drops_count",
    help="Packets that the guest did not fetch in time, within the window.",
    raw="tap tx_dropped",
    formula=Growth(RECEIVE_DROPS),
)
SEND_DROPS_COUNT = _derived(
    name="nic_transmit_drops_count",
    help="Packets from the guest dropped at the tap within the window.",
    raw="tap rx_dropped",
    formula=Growth(SEND_DROPS),
)
_RECEIVE_ERRORS_COUNT = _derived(
    name="nic_receive_errors_count",
    help="Packets to the guest with an error within the window.",
    formula=Growth(RECEIVE_ERRORS),
)
_SEND_ERRORS_COUNT = _derived(
    name="nic_transmit_errors_count",
    help="Packets from the guest with an error within the window.",
    formula=Growth(SEND_ERRORS),
)
ERRORS_COUNT = _derived(
    name="nic_errors_count",
    help="Packets with an error on the tap within the window.",
    formula=Sum((_RECEIVE_ERRORS_COUNT, _SEND_ERRORS_COUNT)),
)
