"""A VM of KubeVirt does not run."""

from downstack.effect import Check, Effect, Guess, Is
from downstack.model import Kind, Layer
from downstack.signals import vmi

EFFECT = Effect(
    id="vmi_not_running",
    title="the VM does not run",
    of=Kind.VMI,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.001, "a VM that was just made"),
    checks=(
        Check(
            clause=Is(vmi.PHASE, ("Failed", "Unknown", "Scheduling", "Pending")),
            sensitivity=Guess(0.9, "the phase follows the launcher pod"),
            false_alarm=Guess(0.01, "a VM that was just made"),
        ),
    ),
    symptom=True,
    condition="not running",
)
