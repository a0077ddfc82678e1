"""Signals of QEMU's own connection to a storage server: NBD, iSCSI, NFS and others over TCP."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Growth, PerEvent, Semantics, Signal, Unit

_SS = "ss -t -n -i -p, https://man7.org/linux/man-pages/man8/ss.8.html"
_total = partial(Signal, of=Kind.BACKEND, semantics=Semantics.COUNTER, unit=Unit.COUNT, origin=_SS)
_count = partial(Signal, of=Kind.BACKEND, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin=_SS)

SERVER = Signal(
    name="backend_server",
    of=Kind.BACKEND,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="Name or address of the storage server, and its port if it is not the usual one.",
    origin="<disk><source><host>, https://libvirt.org/formatdomain.html",
)
TRANSPORT = Signal(
    name="backend_transport",
    of=Kind.BACKEND,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="How QEMU itself reaches a storage server; none: the storage is a file or a device.",
    origin="<disk><source><host transport=>, https://libvirt.org/formatdomain.html",
    states=("none", "tcp", "unix", "rdma", "cluster"),
)
ESTABLISHED = _count(
    name="backend_connections_count",
    help="Established TCP connections from this host to the server.",
)
RETRANSMITS = _total(
    name="backend_retransmits_total",
    help="Segments that were sent to the server again.",
    raw="tcp_info.tcpi_total_retrans",
)
SEGMENTS = _total(
    name="backend_segments_sent_total",
    help="Segments with data that were sent to the server.",
    raw="tcp_info.tcpi_data_segs_out",
)
RTT = _count(
    name="backend_round_trip_seconds",
    unit=Unit.SECONDS,
    help="Smoothed round-trip time to the server: the way alone, not its work.",
    raw="tcp_info.tcpi_rtt",
)
RETRANSMITTED = _count(
    name="backend_retransmits_count",
    help="Segments that were sent to the server again within the window.",
    origin="derived",
    raw="tcp_info.tcpi_total_retrans",
    formula=Growth(RETRANSMITS),
)
RETRANSMIT_RATIO = _count(
    name="backend_retransmits_ratio",
    unit=Unit.RATIO,
    help="Segments sent again per segment with data.",
    origin="derived",
    raw="tcp_info.tcpi_total_retrans",
    formula=PerEvent((RETRANSMITS,), (SEGMENTS,)),
)
