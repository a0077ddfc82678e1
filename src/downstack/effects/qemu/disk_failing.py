"""Requests of a disk fail below QEMU."""

from downstack.effect import Above, Check, Effect, Guess, Is, Leads
from downstack.effects.guest import domain_disk_fails, guest_filesystem_unwritable
from downstack.effects.qemu import domain_paused
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import disk_trouble

EFFECT = Effect(
    id="disk_failing",
    title="requests of the disk fail below QEMU",
    of=Kind.DISK,
    layer=Layer.QEMU,
    path=Path.STORAGE,
    leak=Guess(0.001, "one bad sector"),
    checks=(
        Check(
            clause=Above(disk_trouble.IO_ERRORS_COUNT, 0),
            sensitivity=Guess(0.85, "QEMU tells of every error while the VM runs and asks"),
            false_alarm=Guess(0.002, "a discard that the storage does not support"),
        ),
        Check(
            clause=Is(disk_trouble.ERROR, ("unspecified",)),
            sensitivity=Guess(0.40, "only where the error policy pauses the VM"),
            false_alarm=Guess(0.001, "nothing else has this error"),
        ),
    ),
    leads_to=(
        Leads(
            to=domain_disk_fails.EFFECT,
            via=(Edge.DISK_OF,),
            strength=Guess(0.95, "the default error policy hands the error on to the guest"),
        ),
        Leads(
            to=domain_paused.EFFECT,
            via=(Edge.DISK_OF,),
            strength=Guess(0.40, "where the error policy is stop"),
        ),
        Leads(
            to=guest_filesystem_unwritable.EFFECT,
            via=(Edge.DISK_OF, Edge.INSIDE),
            strength=Guess(0.50, "most filesystems stop writing after an error of their journal"),
        ),
    ),
)
