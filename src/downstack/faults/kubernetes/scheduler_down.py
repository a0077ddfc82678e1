"""No scheduler leads."""

from downstack.effects.kubernetes import cluster_unsteered, pod_unseen
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Platform
from downstack.signals import kube_cluster

FAULT = Fault(
    id="scheduler_down",
    title="no scheduler runs",
    layer=Layer.KUBERNETES,
    of=Kind.KUBE_CLUSTER,
    path=None,
    rate=Guess(0.02, "a certificate that ran out, a static pod that does not start"),
    signs=(
        Check(
            clause=Above(kube_cluster.SCHEDULER_OVERDUE, 0),
            sensitivity=Guess(0.97, "a leader renews its lease every two seconds"),
            false_alarm=Guess(0.002, "a change of leaders"),
        ),
    ),
    leads_to=(
        Leads(
            to=cluster_unsteered.EFFECT,
            strength=Guess(0.97, "nobody leads"),
        ),
        Leads(
            to=pod_unseen.EFFECT,
            via=(Edge.PLANS,),
            strength=Guess(0.97, "nobody looks at new pods"),
        ),
    ),
    because="A scheduler that runs renews its lease every few seconds. This lease ran out: "
    "none of them runs or reaches the API server, so nobody gives new pods a node; what runs "
    "already goes on.",
    confirm="kubectl -n kube-system get lease kube-scheduler",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="look at the scheduler on the control plane: its static pod or unit, "
            "its log, its certificate",
            command="kubectl -n kube-system get pods -l component=kube-scheduler",
        ),
    ),
    confused_with=(
        "controller_manager_down",
        "pod_unschedulable_cpu",
    ),
    references=(
        "https://kubernetes.io/docs/concepts/overview/components/#control-plane-components",
        "https://kubernetes.io/docs/concepts/architecture/leases/#leader-election",
    ),
    maturity=Maturity.DRAFT,
)
