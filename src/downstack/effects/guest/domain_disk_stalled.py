"""The filesystem with an image of the VM does not answer: the VM hangs at its next request."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer, Level, Path
from downstack.signals import storage_use

EFFECT = Effect(
    id="domain_disk_stalled",
    title="the filesystem with its image does not answer",
    of=Kind.DOMAIN,
    layer=Layer.GUEST,
    path=Path.STORAGE,
    leak=Guess(0.001, "a host too busy to answer"),
    checks=(
        Check(
            clause=Above(storage_use.SILENT_IMAGES, 0),
            sensitivity=Guess(0.50, "a question about a hung network mount never comes back"),
            false_alarm=Guess(0.005, "a host too busy to answer in time"),
            level=Level.L0,
        ),
    ),
    symptom=True,
    condition="hung",
)
