"""The network path: packets and drops from the guest's card down to the interfaces of the host.

Nothing on this path counts time, so its hops are told apart by what gets lost at each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from downstack.model import Edge, Entity, Snapshot, Step
from downstack.model.verdict import Traffic
from downstack.signal import Signal
from downstack.signals import link, network_way, nic

_TAP = (Edge.TAP_OF.inverse,)
_BRIDGE = (*_TAP, Edge.BRIDGES.inverse)
_OF_LINK = (network_way.RECEIVED, network_way.SENT)
_LOST_BY_LINK = (network_way.QUEUE_DROPS, network_way.SEND_DROPS, network_way.RECEIVE_DROPS)
_UPLINKS = frozenset({"physical", "bond", "vlan", "virtual"})
"""Ports of a guest's bridge that lead out of the host (virtual: a veth pair)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hop:
    """Where packets are counted: `via` leads from the guest's card to what counts them."""

    name: str
    passed: tuple[Signal, ...]
    lost: tuple[Signal, ...]
    via: tuple[Step, ...] = ()
    only: frozenset[str] = frozenset()
    """What the interface has to be; empty: anything."""


_HOPS = (
    _Hop(
        name="card",
        passed=(network_way.TO_GUEST, network_way.FROM_GUEST),
        lost=(nic.RECEIVE_DROPS_COUNT, nic.SEND_DROPS_COUNT, nic.ERRORS_COUNT),
    ),
    _Hop(
        name="tap",
        passed=_OF_LINK,
        lost=(network_way.FILTERED, network_way.QUEUE_DROPS),
        via=_TAP,
    ),
    _Hop(
        name="uplink",
        passed=_OF_LINK,
        lost=(network_way.FILTERED, *_LOST_BY_LINK),
        via=(*_BRIDGE, Edge.BRIDGES),
        only=_UPLINKS,
    ),
)


def count_packets(snapshot: Snapshot, target: Entity) -> tuple[Traffic, ...]:
    """Return the packets of each card of *target*, hop by hop from the guest outwards."""
    rows: dict[tuple[str, Entity], Traffic] = {}
    for card in snapshot.follow(target, (Edge.NIC_OF.inverse,)):
        for hop in _HOPS:
            for entity in snapshot.follow(card, hop.via):
                if not hop.only or snapshot.text(entity, link.WHAT.name) in hop.only:
                    rows[hop.name, entity] = Traffic(
                        hop=hop.name,
                        entity=entity,
                        passed=_total(snapshot, entity, hop.passed, every=True),
                        lost=_total(snapshot, entity, hop.lost, every=False),
                    )
    return tuple(rows.values())


def _total(
    snapshot: Snapshot, entity: Entity, signals: Iterable[Signal], *, every: bool
) -> int | None:
    """Return the sum of what was measured; None when nothing was, or not all that must be."""
    values = [snapshot.value(entity, signal.name) for signal in signals]
    known = [value for value in values if isinstance(value, float)]
    if not known or (every and len(known) < len(values)):
        return None
    return round(sum(known))
