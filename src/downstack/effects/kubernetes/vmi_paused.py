"""A VM of KubeVirt is paused."""

from downstack.effect import Check, Effect, Guess, Is
from downstack.model import Kind, Layer
from downstack.signals import vmi

EFFECT = Effect(
    id="vmi_paused",
    title="the VM is paused",
    of=Kind.VMI,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.001, "somebody paused it on purpose"),
    checks=(
        Check(
            clause=Is(vmi.PAUSED, ("io_error", "other")),
            sensitivity=Guess(0.97, "the condition is written within seconds"),
            false_alarm=Guess(0.002, "a migration in its last moment"),
        ),
    ),
    symptom=True,
    condition="paused",
)
