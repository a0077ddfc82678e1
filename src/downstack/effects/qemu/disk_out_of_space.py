"""A write of a disk found no space on the host."""

from downstack.effect import Check, Effect, Guess, Is, Leads
from downstack.effects.qemu import domain_paused
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import disk_trouble

EFFECT = Effect(
    id="disk_out_of_space",
    title="a write of the disk found no space",
    of=Kind.DISK,
    layer=Layer.QEMU,
    path=Path.STORAGE,
    leak=Guess(0.001, "a quota, or a thin pool below the image"),
    checks=(
        Check(
            clause=Is(disk_trouble.ERROR, ("no_space",)),
            sensitivity=Guess(0.95, "QEMU keeps the error while the VM is paused"),
            false_alarm=Guess(0.001, "nothing else has this error"),
        ),
    ),
    leads_to=(
        Leads(
            to=domain_paused.EFFECT,
            via=(Edge.DISK_OF,),
            strength=Guess(0.95, "the default of every error policy but ignore and report"),
        ),
    ),
)
