"""What a VM stores on takes no writes; it hangs at its next one, which no counter shows."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer, Path
from downstack.signals import domain_storage

EFFECT = Effect(
    id="domain_storage_closed",
    title="its storage takes no writes",
    of=Kind.DOMAIN,
    layer=Layer.QEMU,
    path=Path.STORAGE,
    leak=Guess(0.001, "a flag that is just being removed"),
    checks=(
        Check(
            clause=Above(domain_storage.CLOSED_POOLS, 0),
            sensitivity=Guess(0.98, "the monitors set the flag that clients obey"),
            false_alarm=Guess(0.001, "clients obey the flag"),
        ),
    ),
    symptom=True,
    condition="on storage that takes no writes",
)
