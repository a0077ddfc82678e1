"""No controller manager leads."""

from downstack.effects.kubernetes import cluster_unsteered, workload_short
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Platform
from downstack.signals import kube_cluster

FAULT = Fault(
    id="controller_manager_down",
    title="no controller manager runs",
    layer=Layer.KUBERNETES,
    of=Kind.KUBE_CLUSTER,
    path=None,
    rate=Guess(0.02, "a certificate that ran out, a static pod that does not start"),
    signs=(
        Check(
            clause=Above(kube_cluster.MANAGER_OVERDUE, 0),
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
            to=workload_short.EFFECT,
            via=(Edge.STEERS,),
            strength=Guess(0.8, "nobody makes its pods"),
        ),
    ),
    because="A controller manager that runs renews its lease every few seconds. This lease "
    "ran out: none of them runs or reaches the API server, so nobody makes pods of "
    "deployments, replaces those that fail, or notices that a node is gone; what runs already "
    "goes on.",
    confirm="kubectl -n kube-system get lease kube-controller-manager",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="look at the controller manager on the control plane: its static pod "
            "or unit, its log, its certificate",
            command="kubectl -n kube-system get pods -l component=kube-controller-manager",
        ),
    ),
    confused_with=(
        "scheduler_down",
        "quota_exceeded",
    ),
    references=(
        "https://kubernetes.io/docs/concepts/overview/components/#control-plane-components",
        "https://kubernetes.io/docs/concepts/architecture/leases/#leader-election",
    ),
    maturity=Maturity.DRAFT,
)
