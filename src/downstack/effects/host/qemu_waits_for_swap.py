"""QEMU touches guest memory that lies in the host's swap, and waits for it."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.guest import domain_memory_stalls
from downstack.model import Kind, Layer, Path
from downstack.signals import qemu_process

EFFECT = Effect(
    id="qemu_waits_for_swap",
    title="QEMU reads guest memory back from the host's swap",
    of=Kind.DOMAIN,
    layer=Layer.HOST,
    path=Path.MEMORY,
    leak=Guess(0.002, "an old part of the guest's memory is touched again"),
    only_if=(Above(qemu_process.SWAPPED, 0),),
    checks=(
        Check(
            clause=Above(qemu_process.MAJOR_FAULT_RATE, 50),
            sensitivity=Guess(0.95, "each page that comes back from swap is a major fault"),
            false_alarm=Guess(0.01, "a QEMU that has just started on a cold page cache"),
        ),
    ),
    leads_to=(
        Leads(
            to=domain_memory_stalls.EFFECT,
            strength=Guess(0.95, "the vCPU that touched the page stands still until it is there"),
        ),
    ),
)
