"""A pool of Ceph answers, but late: each write waits for the slowest of its copies."""

from downstack.effect import Effect, Guess, Leads
from downstack.effects.qemu import disk_slow, disk_stalled
from downstack.effects.storage import volume_waits
from downstack.model import Edge, Kind, Layer, Path

EFFECT = Effect(
    id="ceph_pool_answers_late",
    title="the pool answers late",
    of=Kind.CEPH_POOL,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.002, "a burst of many clients at once"),
    leads_to=(
        Leads(
            to=disk_slow.EFFECT,
            via=(Edge.HOLDS, Edge.BACKS),
            strength=Guess(0.95, "an image has objects in nearly every group of its pool"),
        ),
        Leads(
            to=disk_stalled.EFFECT,
            via=(Edge.HOLDS, Edge.BACKS),
            strength=Guess(0.20, "requests that take longer than the window end none within it"),
        ),
        Leads(
            to=volume_waits.EFFECT,
            via=(Edge.HOLDS, Edge.PROVISIONS),
            strength=Guess(0.90, "a claim that is an image of the pool"),
        ),
    ),
)
