"""An OSD answers late, whatever it is asked: seen from here, and by its own complaint."""

from downstack.effect import Above, Check, Effect, Guess, Is, Leads
from downstack.effects.storage import ceph_pool_answers_late
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import ceph_osd

EFFECT = Effect(
    id="ceph_osd_answers_late",
    title="the OSD answers late",
    of=Kind.CEPH_OSD,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.002, "it has just been started, or compacts its database"),
    checks=(
        Check(
            clause=Above(ceph_osd.ANSWER_TIME, 0.05),
            sensitivity=Guess(0.90, "a read waits in the same queue as all else"),
            false_alarm=Guess(0.01, "a packet that was lost, a busy client"),
        ),
        Check(
            clause=Is(ceph_osd.SLOW_OPS, ("yes",)),
            sensitivity=Guess(0.30, "the default threshold is 30 s, and the report comes late"),
            false_alarm=Guess(0.005, "requests that wait for another OSD are reported as well"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_pool_answers_late.EFFECT,
            via=(Edge.REPLICATES,),
            strength=Guess(0.95, "it is the primary of some groups and a copy of others"),
        ),
    ),
    symptom=True,
    condition="slow",
)
