"""A disk answers no request: QEMU waits for its storage for ever."""

from downstack.effect import AtMost, Effect, Guess, Leads
from downstack.effects.guest import domain_disk_stalled, guest_disk_stalled
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import disk

EFFECT = Effect(
    id="disk_stalled",
    title="the disk answers no request",
    of=Kind.DISK,
    layer=Layer.QEMU,
    path=Path.STORAGE,
    leak=Guess(0.001, "a request that takes longer than the window"),
    only_if=(AtMost(disk.REQUESTS, 0),),
    leads_to=(
        Leads(
            to=domain_disk_stalled.EFFECT,
            via=(Edge.DISK_OF,),
            strength=Guess(0.30, "where the image is a file on what hangs"),
        ),
        Leads(
            to=guest_disk_stalled.EFFECT,
            via=(Edge.DISK_OF, Edge.INSIDE),
            strength=Guess(0.95, "the guest's requests end when QEMU's do"),
        ),
    ),
)
