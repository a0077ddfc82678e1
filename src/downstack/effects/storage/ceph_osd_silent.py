"""An OSD that counts as up answers no read from here."""

from downstack.effect import Check, Effect, Guess, Is, Leads
from downstack.effects.storage import ceph_pool_keeps_waiting
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import ceph_osd

EFFECT = Effect(
    id="ceph_osd_silent",
    title="the OSD does not answer",
    of=Kind.CEPH_OSD,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.0005, "a connection from here that is lost"),
    checks=(
        Check(
            clause=Is(ceph_osd.ANSWERS, ("silent",)),
            sensitivity=Guess(0.98, "it is asked by a read that it alone has to answer"),
            false_alarm=Guess(0.002, "a client that is cut off from this one OSD"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_pool_keeps_waiting.EFFECT,
            via=(Edge.REPLICATES,),
            strength=Guess(0.97, "every write with a copy there waits until it is marked down"),
        ),
    ),
    symptom=True,
    condition="not answering",
)
