"""No monitor of a Ceph cluster answers: what runs goes on, nothing new begins."""

from downstack.effect import Check, Effect, Guess, Is
from downstack.model import Kind, Layer, Path
from downstack.signals import ceph_cluster

EFFECT = Effect(
    id="ceph_cluster_headless",
    title="nobody is let in, and nothing that fails is replaced",
    of=Kind.CEPH_CLUSTER,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    leak=Guess(0.001, "an election takes seconds"),
    checks=(
        Check(
            clause=Is(ceph_cluster.ANSWERS, ("silent",)),
            sensitivity=Guess(0.97, "without a quorum no monitor answers"),
            false_alarm=Guess(0.001, "a network that is cut for us alone"),
        ),
    ),
    symptom=True,
    condition="without a quorum",
)
