"""No controller manager renews its lease."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.kubernetes import workload_short
from downstack.model import Edge, Kind, Layer
from downstack.signals import kube_cluster

EFFECT = Effect(
    id="controllers_silent",
    title="no controller manager leads",
    of=Kind.KUBE_CLUSTER,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.001, "a change of leaders"),
    checks=(
        Check(
            clause=Above(kube_cluster.MANAGER_OVERDUE, 0),
            sensitivity=Guess(0.97, "a leader renews its lease every two seconds"),
            false_alarm=Guess(0.002, "a change of leaders"),
        ),
    ),
    leads_to=(
        Leads(
            to=workload_short.EFFECT,
            via=(Edge.STEERS,),
            strength=Guess(0.8, "nobody makes its pods"),
        ),
    ),
    symptom=True,
)
