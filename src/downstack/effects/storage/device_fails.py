"""Requests of a block device of the host fail."""

from downstack.effect import Effect, Guess, Leads
from downstack.effects.qemu import disk_failing
from downstack.model import Edge, Kind, Layer, Path

_SO = Guess(0.95, "QEMU cannot succeed where the device fails")

EFFECT = Effect(
    id="device_fails",
    title="requests of the host's device fail",
    of=Kind.BLOCK_DEVICE,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.001, "one bad sector"),
    leads_to=(
        Leads(to=disk_failing.EFFECT, via=(Edge.PROVIDES, Edge.BACKS), strength=_SO),
        Leads(to=disk_failing.EFFECT, via=(Edge.BENEATH, Edge.PROVIDES, Edge.BACKS), strength=_SO),
        Leads(to=disk_failing.EFFECT, via=(Edge.CARRIES, Edge.STORES, Edge.BACKS), strength=_SO),
    ),
)
