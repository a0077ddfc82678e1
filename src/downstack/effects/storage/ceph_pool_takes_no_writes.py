"""A pool takes no writes by order of the monitors: it is full, over its quota, or paused."""

from downstack.effect import Check, Effect, Guess, Is, Leads
from downstack.effects.qemu import domain_storage_closed
from downstack.effects.storage import ceph_pool_keeps_waiting
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import ceph_peers, ceph_pool

EFFECT = Effect(
    id="ceph_pool_takes_no_writes",
    title="the pool takes no writes",
    of=Kind.CEPH_POOL,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.001, "a flag that is just being removed"),
    checks=(
        Check(
            clause=Is(ceph_pool.FULL, ("full", "quota")),
            sensitivity=Guess(0.60, "unless it is paused"),
            false_alarm=Guess(0.001, "clients obey the flag"),
        ),
        Check(
            clause=Is(ceph_peers.PAUSED, ("yes",)),
            sensitivity=Guess(0.40, "unless it is full"),
            false_alarm=Guess(0.001, "clients obey the flag"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_pool_keeps_waiting.EFFECT,
            strength=Guess(0.97, "librbd lets writes wait, and reports no error"),
        ),
        Leads(
            to=domain_storage_closed.EFFECT,
            via=(Edge.HOLDS, Edge.BACKS, Edge.DISK_OF),
            strength=Guess(0.70, "unless it is paused, which is told otherwise"),
        ),
    ),
    symptom=True,
    condition="closed to writes",
)
