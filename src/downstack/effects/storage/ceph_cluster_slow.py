"""A Ceph cluster makes some writes durable late: at least one of its stores is slow."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer, Path
from downstack.signals import ceph_peers

EFFECT = Effect(
    id="ceph_cluster_slow",
    title="stores make writes durable late",
    of=Kind.CEPH_CLUSTER,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.003, "a burst of many clients at once"),
    checks=(
        Check(
            clause=Above(ceph_peers.SLOWEST_COMMIT, 0.10),
            sensitivity=Guess(0.95, "each store counts the time until its disk has written"),
            false_alarm=Guess(0.005, "100 ms is ten times what a busy hard disk takes"),
        ),
    ),
    symptom=True,
    condition="slow",
)
