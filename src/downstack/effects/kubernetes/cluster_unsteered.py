"""Nobody acts on what the cluster was told."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer
from downstack.signals import kube_cluster

EFFECT = Effect(
    id="cluster_unsteered",
    title="nobody acts on what the cluster is told",
    of=Kind.KUBE_CLUSTER,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.001, "a change of leaders"),
    checks=(
        Check(
            clause=Above(kube_cluster.MANAGER_OVERDUE, 0),
            sensitivity=Guess(0.7, "one of two leaders"),
            false_alarm=Guess(0.002, "a change of leaders"),
        ),
        Check(
            clause=Above(kube_cluster.SCHEDULER_OVERDUE, 0),
            sensitivity=Guess(0.7, "one of two leaders"),
            false_alarm=Guess(0.002, "a change of leaders"),
        ),
    ),
    symptom=True,
)
