"""Programs inside wait for the guest's disk, as the guest itself measures it."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer, Level, Path
from downstack.signals import guest

EFFECT = Effect(
    id="guest_disk_waits",
    title="programs inside wait for the disk",
    of=Kind.GUEST,
    layer=Layer.GUEST,
    path=Path.STORAGE,
    leak=Guess(0.003, "a burst of large requests"),
    checks=(
        Check(
            clause=Above(guest.DISK_WAIT, 0.030),
            sensitivity=Guess(0.95, "every request passes the guest's block layer"),
            false_alarm=Guess(0.02, "a few large sequential requests on a spinning disk"),
            level=Level.L3,
        ),
        Check(
            clause=Above(guest.IO_STALLED_RATIO, 0.30),
            sensitivity=Guess(0.70, "nothing inside gets on while it waits for the disk"),
            false_alarm=Guess(0.02, "a guest whose only work is to read a file"),
            level=Level.L3,
        ),
    ),
    symptom=True,
)
