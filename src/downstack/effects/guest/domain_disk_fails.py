"""The guest gets I/O errors from its disk."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer, Path
from downstack.signals import disk_trouble

EFFECT = Effect(
    id="domain_disk_fails",
    title="the VM gets I/O errors from its disk",
    of=Kind.DOMAIN,
    layer=Layer.GUEST,
    path=Path.STORAGE,
    leak=Guess(0.001, "one bad sector"),
    checks=(
        Check(
            clause=Above(disk_trouble.DOMAIN_IO_ERRORS, 0),
            sensitivity=Guess(0.85, "QEMU tells of every error while the VM runs and asks"),
            false_alarm=Guess(0.002, "a discard that the storage does not support"),
        ),
    ),
    symptom=True,
)
