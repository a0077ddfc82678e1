"""Nobody can manage the VM: its daemon does not answer."""

from downstack.effect import Check, Effect, Guess, Is
from downstack.model import Kind, Layer
from downstack.signals import manageability

EFFECT = Effect(
    id="domain_unmanaged",
    title="nobody can start, stop or migrate the VM",
    of=Kind.DOMAIN,
    layer=Layer.MANAGEMENT,
    path=None,
    leak=Guess(0.001, "a daemon that is just restarting"),
    checks=(
        Check(
            clause=Is(manageability.DAEMON, ("down", "silent")),
            sensitivity=Guess(0.98, "every management command goes through the daemon"),
            false_alarm=Guess(0.005, "a daemon that is just restarting, or slow once"),
        ),
    ),
    symptom=True,
)
