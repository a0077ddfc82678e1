"""A disk answers slowly, as QEMU's block layer measures it."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.guest import domain_disk_waits, guest_disk_stalled
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import disk

EFFECT = Effect(
    id="disk_slow",
    title="QEMU waits for the disk's requests",
    of=Kind.DISK,
    layer=Layer.QEMU,
    path=Path.STORAGE,
    leak=Guess(0.003, "a burst of large requests"),
    checks=(
        Check(
            clause=Above(disk.WAIT, 0.030),
            sensitivity=Guess(0.97, "every request passes QEMU's block accounting"),
            false_alarm=Guess(0.01, "large requests on a healthy but slow device"),
        ),
    ),
    leads_to=(
        Leads(
            to=domain_disk_waits.EFFECT,
            via=(Edge.DISK_OF,),
            strength=Guess(0.97, "the guest waits at least as long as QEMU"),
        ),
        Leads(
            to=guest_disk_stalled.EFFECT,
            via=(Edge.DISK_OF, Edge.INSIDE),
            strength=Guess(0.05, "a request that takes longer than the window ends outside of it"),
        ),
    ),
)
