"""Placement groups of a pool take no requests: Ceph itself says so."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.storage import ceph_pool_keeps_waiting
from downstack.model import Kind, Layer, Path
from downstack.signals import ceph_pool

EFFECT = Effect(
    id="ceph_pool_unavailable",
    title="placement groups take no requests",
    of=Kind.CEPH_POOL,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.001, "groups that change hands just now"),
    checks=(
        Check(
            clause=Above(ceph_pool.INACTIVE, 0),
            sensitivity=Guess(0.98, "a group that is not active takes none"),
            false_alarm=Guess(0.005, "a group is inactive for a second when an OSD comes or goes"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_pool_keeps_waiting.EFFECT,
            strength=Guess(0.97, "clients wait until the group is active again"),
        ),
    ),
    symptom=True,
    condition="without some of its data",
)
