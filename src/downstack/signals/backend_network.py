"""How the network between this machine and a storage cluster fares: many servers, any port."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import FirstOf, Largest, Semantics, Signal, Unit
from downstack.signals import ceph_cluster, host_network, qemu_sockets

_FROM_HOST = (Edge.HOSTS, Edge.DISK_OF.inverse, Edge.BACKS.inverse)
_of_backend = partial(
    Signal,
    of=Kind.BACKEND,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    origin="derived",
)

_OF_THE_HOST = _of_backend(
    name="backend_host_retransmits_ratio",
    help="Share of the TCP segments of its host that had to be sent again.",
    formula=Largest(host_network.RETRANSMIT_RATIO, _FROM_HOST),
)
_OF_QEMU = _of_backend(
    name="backend_qemu_retransmits_ratio",
    help="Share of the TCP segments of its QEMU that had to be sent again.",
    formula=Largest(qemu_sockets.RETRANSMIT_RATIO, (Edge.DISK_OF.inverse, Edge.BACKS.inverse)),
)
RETRANSMITS = _of_backend(
    name="backend_cluster_retransmits_ratio",
    help="Share of the TCP segments of its QEMU, else of its host, that had to be sent again.",
    formula=FirstOf((_OF_QEMU, _OF_THE_HOST)),
)
ROUND_TRIP = _of_backend(
    name="backend_cluster_round_trip_seconds",
    unit=Unit.SECONDS,
    help="Smoothed round trip of the slowest TCP connection that its QEMU has.",
    formula=Largest(qemu_sockets.ROUND_TRIP, (Edge.DISK_OF.inverse, Edge.BACKS.inverse)),
)
FASTEST_OSD = _of_backend(
    name="backend_fastest_osd_answer_seconds",
    unit=Unit.SECONDS,
    help="Time until the fastest of its cluster's OSDs answers a read from here.",
    formula=Largest(ceph_cluster.FASTEST_ANSWER, (Edge.KEEPS, Edge.HOLDS)),
)
