"""A pool of Ceph lets requests wait for ever: librbd knows no time-out and makes no error."""

from downstack.effect import Effect, Guess, Leads
from downstack.effects.qemu import (
    disk_slow,
    disk_stalled,
    domain_storage_silent,
    domain_unresponsive,
)
from downstack.effects.storage import volume_waits
from downstack.model import Edge, Kind, Layer, Path

EFFECT = Effect(
    id="ceph_pool_keeps_waiting",
    title="the pool does not answer all requests",
    of=Kind.CEPH_POOL,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.001, "groups that change hands just now"),
    leads_to=(
        Leads(
            to=disk_stalled.EFFECT,
            via=(Edge.HOLDS, Edge.BACKS),
            strength=Guess(0.90, "sooner or later each request of the guest waits for such a one"),
        ),
        Leads(
            to=disk_slow.EFFECT,
            via=(Edge.HOLDS, Edge.BACKS),
            strength=Guess(0.50, "what ends after all has waited long"),
        ),
        Leads(
            to=domain_storage_silent.EFFECT,
            via=(Edge.HOLDS, Edge.BACKS, Edge.DISK_OF),
            strength=Guess(0.90, "it is the pool of its disks; a full one still answers reads"),
        ),
        Leads(
            to=domain_unresponsive.EFFECT,
            via=(Edge.HOLDS, Edge.BACKS, Edge.DISK_OF),
            strength=Guess(0.30, "whoever asks QEMU how large an RBD image is lets it wait"),
        ),
        Leads(
            to=volume_waits.EFFECT,
            via=(Edge.HOLDS, Edge.PROVISIONS),
            strength=Guess(0.95, "a claim that is an image of the pool"),
        ),
    ),
)
