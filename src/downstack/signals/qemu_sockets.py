"""Signals of the TCP connections that a QEMU itself has: to its storage, mostly."""

from functools import partial

from downstack.model import Kind
from downstack.signal import PerEvent, Semantics, Signal, Unit

_SS = "ss -tinp, https://man7.org/linux/man-pages/man8/ss.8.html"

SEGMENTS = Signal(
    name="domain_tcp_segments_sent_total",
    of=Kind.DOMAIN,
    semantics=Semantics.COUNTER,
    unit=Unit.COUNT,
    help="TCP segments with data that its QEMU has sent, over its connections of now.",
    origin=f"{_SS}: data_segs_out",
)
RETRANSMITS = Signal(
    name="domain_tcp_retransmits_total",
    of=Kind.DOMAIN,
    semantics=Semantics.COUNTER,
    unit=Unit.COUNT,
    help="TCP segments that its QEMU had to send again, over its connections of now.",
    origin=f"{_SS}: retrans",
)
_instant = partial(Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT)
ROUND_TRIP = _instant(
    name="domain_tcp_longest_round_trip_seconds",
    unit=Unit.SECONDS,
    help="Smoothed round trip of the slowest connection that its QEMU has.",
    origin=f"{_SS}: rtt",
)
RETRANSMIT_RATIO = _instant(
    name="domain_tcp_retransmits_ratio",
    unit=Unit.RATIO,
    help="Share of the segments of its QEMU within the window that had to be sent again.",
    origin="derived",
    formula=PerEvent((RETRANSMITS,), (SEGMENTS,)),
)
