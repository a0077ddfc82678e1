"""The newest copies of some objects of a pool are nowhere."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.storage import ceph_pool_keeps_waiting
from downstack.model import Kind, Layer, Path
from downstack.signals import ceph_pool

EFFECT = Effect(
    id="ceph_objects_missing",
    title="the newest copies of some objects are nowhere",
    of=Kind.CEPH_POOL,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.0005, "OSDs that are still asked for them"),
    checks=(
        Check(
            clause=Above(ceph_pool.UNFOUND, 0),
            sensitivity=Guess(0.98, "the groups know what they miss"),
            false_alarm=Guess(0.001, "while OSDs are still asked, for a second"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_pool_keeps_waiting.EFFECT,
            strength=Guess(0.80, "who touches such an object waits, and a guest touches all"),
        ),
    ),
    symptom=True,
    condition="without some of its data",
)
