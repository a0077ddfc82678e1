"""A block device of the host answers slowly."""

from downstack.effect import Effect, Guess, Leads
from downstack.effects.qemu import disk_slow
from downstack.model import Edge, Kind, Layer, Path

_SO = Guess(0.90, "QEMU waits at least as long as the device, unless the page cache answers")

EFFECT = Effect(
    id="device_slow",
    title="the host's device answers late",
    of=Kind.BLOCK_DEVICE,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.002, "a burst of large requests"),
    leads_to=(
        Leads(to=disk_slow.EFFECT, via=(Edge.PROVIDES, Edge.BACKS), strength=_SO),
        Leads(to=disk_slow.EFFECT, via=(Edge.BENEATH, Edge.PROVIDES, Edge.BACKS), strength=_SO),
        Leads(to=disk_slow.EFFECT, via=(Edge.CARRIES, Edge.STORES, Edge.BACKS), strength=_SO),
    ),
)
