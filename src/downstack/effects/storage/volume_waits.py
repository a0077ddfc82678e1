"""Requests to a volume take long."""

from downstack.effect import Effect, Guess, Leads
from downstack.effects.container import pod_disk_waits
from downstack.model import Edge, Kind, Layer, Path

EFFECT = Effect(
    id="volume_waits",
    title="the volume answers slowly",
    of=Kind.VOLUME,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.002, "a burst of large requests"),
    leads_to=(
        Leads(
            to=pod_disk_waits.EFFECT,
            via=(Edge.MOUNTED_BY,),
            strength=Guess(0.8, "who uses the volume waits"),
        ),
    ),
)
