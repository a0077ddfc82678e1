"""The VM runs by name and answers nobody."""

from downstack.effect import Above, Check, Effect, Guess, Is, Leads
from downstack.effects.guest import guest_silent
from downstack.effects.kubernetes import node_not_ready
from downstack.model import Edge, Kind, Layer
from downstack.signals import monitor, qemu_process

EFFECT = Effect(
    id="domain_unresponsive",
    title="QEMU answers nobody",
    of=Kind.DOMAIN,
    layer=Layer.QEMU,
    path=None,
    leak=Guess(0.001, "a long operation inside QEMU"),
    checks=(
        Check(
            clause=Is(qemu_process.PROCESS_STATE, ("stopped", "traced", "zombie", "dead")),
            sensitivity=Guess(0.60, "a halted process is one way to hang, a stuck one another"),
            false_alarm=Guess(0.001, "a debugger that somebody attached on purpose"),
        ),
        Check(
            clause=Above(monitor.SILENCE, 5.0),
            sensitivity=Guess(0.50, "known to libvirt only after somebody has asked"),
            false_alarm=Guess(0.005, "a monitor command that takes its time"),
        ),
        Check(
            clause=Above(monitor.SILENCE, 2.0),
            sensitivity=Guess(0.60, "who hangs since we have asked is silent since then"),
            false_alarm=Guess(0.02, "a busy host, an image whose size is asked of slow storage"),
        ),
    ),
    leads_to=(
        Leads(
            to=guest_silent.EFFECT,
            strength=Guess(0.80, "without QEMU's main loop no device of the guest works"),
        ),
        Leads(
            to=node_not_ready.EFFECT,
            via=(
                Edge.INSIDE,
                Edge.BECOMES,
            ),
            strength=Guess(0.6, "a QEMU that answers nobody often runs no vCPU"),
        ),
    ),
    symptom=True,
    condition="hung",
)
