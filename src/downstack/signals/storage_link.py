"""Signals of an interface by which a machine reaches its storage."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import Highest, Largest, Over, Semantics, Signal, Unit
from downstack.signals import link

_ratio = partial(
    Signal, of=Kind.LINK, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)

_LIMIT_USED = _ratio(
    name="link_token_bucket_used_ratio",
    help="Share of its token bucket's rate at which the interface sends.",
    formula=Over(link.SEND_SPEED, link.QDISC_LIMIT),
)
USED = _ratio(
    name="link_capacity_used_ratio",
    help="Share of its speed, or of the rate that it is limited to, at which it sends or receives.",
    formula=Highest((_LIMIT_USED, link.SEND_USED, link.RECEIVE_USED)),
)
WAITING = Signal(
    name="backend_max_queue_bytes",
    of=Kind.BACKEND,
    semantics=Semantics.INSTANT,
    unit=Unit.BYTES,
    help="Bytes that wait in the queue of the interface that leads there.",
    origin="derived",
    formula=Largest(link.QDISC_BACKLOG, (Edge.REACHES,)),
)
