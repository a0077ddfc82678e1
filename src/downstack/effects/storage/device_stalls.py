"""A block device of the host ends no request."""

from downstack.effect import Effect, Guess, Leads
from downstack.effects.qemu import disk_stalled
from downstack.model import Edge, Kind, Layer, Path

_SO = Guess(0.95, "QEMU waits as long as the device")

EFFECT = Effect(
    id="device_stalls",
    title="no request of the host's device ends",
    of=Kind.BLOCK_DEVICE,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.001, "a request that takes longer than the window"),
    leads_to=(
        Leads(to=disk_stalled.EFFECT, via=(Edge.PROVIDES, Edge.BACKS), strength=_SO),
        Leads(to=disk_stalled.EFFECT, via=(Edge.BENEATH, Edge.PROVIDES, Edge.BACKS), strength=_SO),
        Leads(to=disk_stalled.EFFECT, via=(Edge.CARRIES, Edge.STORES, Edge.BACKS), strength=_SO),
    ),
)
