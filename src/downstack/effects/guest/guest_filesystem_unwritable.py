"""Programs inside cannot write to a filesystem of the guest."""

from downstack.effect import Above, Check, Effect, Guess, Is
from downstack.model import Kind, Layer, Level, Path
from downstack.signals import guest_state

EFFECT = Effect(
    id="guest_filesystem_unwritable",
    title="programs inside cannot write to a filesystem",
    of=Kind.GUEST,
    layer=Layer.GUEST,
    path=Path.STORAGE,
    leak=Guess(0.002, "a filesystem that is full on purpose"),
    checks=(
        Check(
            clause=Above(guest_state.FILLED, 0.995),
            sensitivity=Guess(0.50, "a full filesystem is one reason, a frozen one another"),
            false_alarm=Guess(0.005, "a read-only image that is full by construction"),
            level=Level.L3,
        ),
        Check(
            clause=Is(guest_state.FREEZE, ("frozen",)),
            sensitivity=Guess(0.40, "a frozen filesystem is one reason, a full one another"),
            false_alarm=Guess(0.002, "a backup that freezes for a few seconds"),
            level=Level.L3,
        ),
    ),
    symptom=True,
)
