"""Signals of whether anybody can manage a domain."""

from downstack.model import Edge, Kind
from downstack.signal import Own, Semantics, Signal, Unit
from downstack.signals import daemon

DAEMON = Signal(
    name="domain_daemon_state",
    of=Kind.DOMAIN,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether the daemon that manages it answers.",
    origin="derived",
    states=daemon.STATE.states,
    formula=Own(daemon.STATE, (Edge.MANAGES.inverse,)),
)
