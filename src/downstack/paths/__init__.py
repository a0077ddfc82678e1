"""The four resource paths: which hops there are, and how they subtract."""

from downstack.model import Entity, Snapshot
from downstack.model.verdict import HopTime
from downstack.paths.cpu import CPU
from downstack.paths.hop import split
from downstack.paths.network import count_packets
from downstack.paths.storage import STORAGE

ROUTES = (CPU, STORAGE)

__all__ = ["ROUTES", "count_packets", "split_all"]


def split_all(snapshot: Snapshot, target: Entity) -> tuple[HopTime, ...]:
    """Return every hop of every path of *target* that can be told apart."""
    return tuple(time for route in ROUTES for time in split(snapshot, target, route))
