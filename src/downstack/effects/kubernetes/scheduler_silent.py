"""No scheduler renews its lease."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.kubernetes import pod_unseen
from downstack.model import Edge, Kind, Layer
from downstack.signals import kube_cluster

EFFECT = Effect(
    id="scheduler_silent",
    title="no scheduler leads",
    of=Kind.KUBE_CLUSTER,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.001, "a change of leaders"),
    checks=(
        Check(
            clause=Above(kube_cluster.SCHEDULER_OVERDUE, 0),
            sensitivity=Guess(0.97, "a leader renews its lease every two seconds"),
            false_alarm=Guess(0.002, "a change of leaders"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_unseen.EFFECT,
            via=(Edge.PLANS,),
            strength=Guess(0.97, "nobody looks at new pods"),
        ),
    ),
    symptom=True,
)
