"""What a VM stores on does not answer; whatever it is doing now, it cannot for long."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer, Path
from downstack.signals import domain_storage

EFFECT = Effect(
    id="domain_storage_silent",
    title="its storage does not answer all requests",
    of=Kind.DOMAIN,
    layer=Layer.QEMU,
    path=Path.STORAGE,
    leak=Guess(0.001, "groups that change hands just now"),
    checks=(
        Check(
            clause=Above(domain_storage.IDLE_GROUPS, 0),
            sensitivity=Guess(0.60, "one way in which a pool lets requests wait"),
            false_alarm=Guess(0.002, "a group is inactive for a second when an OSD comes or goes"),
        ),
        Check(
            clause=Above(domain_storage.SILENT_OSDS, 0),
            sensitivity=Guess(0.60, "another way"),
            false_alarm=Guess(0.002, "a connection from here that is lost"),
        ),
    ),
    symptom=True,
    condition="without its storage",
)
