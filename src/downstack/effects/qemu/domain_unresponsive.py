"""The VM runs by name and answers nobody."""

from downstack.effect import Check, Effect, Guess, Is
from downstack.model import Kind, Layer
from downstack.signals import domain, qemu_process

EFFECT = Effect(
    id="domain_unresponsive",
    title="the VM answers nobody",
    of=Kind.DOMAIN,
    layer=Layer.QEMU,
    path=None,
    leak=Guess(0.001, "a long operation inside QEMU"),
    checks=(
        Check(
            clause=Is(qemu_process.PROCESS_STATE, ("stopped", "traced", "zombie", "dead")),
            sensitivity=Guess(0.60, "a halted process is one way to hang, a spinning one another"),
            false_alarm=Guess(0.002, "a debugger that somebody attached on purpose"),
        ),
        Check(
            clause=Is(domain.CONTROL_STATE, ("occupied", "error")),
            sensitivity=Guess(0.70, "known to libvirt only after somebody asked"),
            false_alarm=Guess(0.02, "a monitor command that takes its time"),
        ),
    ),
    symptom=True,
)
