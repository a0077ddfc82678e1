"""An OSD does not answer, whatever it is asked."""

from downstack.effect import Check, Effect, Guess, Is
from downstack.model import Kind, Layer, Path
from downstack.signals import ceph_osd

EFFECT = Effect(
    id="ceph_osd_silent",
    title="the OSD does not answer",
    of=Kind.CEPH_OSD,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.001, "a connection that is just being made anew"),
    checks=(
        Check(
            clause=Is(ceph_osd.ANSWERS, ("silent",)),
            sensitivity=Guess(0.97, "who hangs answers no read"),
            false_alarm=Guess(0.003, "a connection from here that is lost"),
        ),
    ),
    symptom=True,
    condition="waiting for an OSD",
)
