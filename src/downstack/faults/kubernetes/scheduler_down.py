"""No scheduler leads."""

from downstack.effects.kubernetes import scheduler_silent
from downstack.fault import Above, AtMost, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform
from downstack.signals import kube_cluster

FAULT = Fault(
    id="scheduler_down",
    title="no scheduler runs",
    layer=Layer.KUBERNETES,
    of=Kind.KUBE_CLUSTER,
    path=None,
    rate=Guess(0.05, "a certificate that ran out, a static pod that does not start"),
    only_if=(AtMost(kube_cluster.OVERDUE_LEADERS, 1),),
    signs=(
        Check(
            clause=Above(kube_cluster.SCHEDULER_OVERDUE, 0),
            sensitivity=Guess(0.97, "a leader renews its lease every two seconds"),
            false_alarm=Guess(0.002, "a change of leaders"),
        ),
    ),
    leads_to=(
        Leads(
            to=scheduler_silent.EFFECT,
            strength=Guess(0.98, "nobody leads"),
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
        "etcd_slow",
    ),
    references=(
        "https://kubernetes.io/docs/concepts/overview/components/#control-plane-components",
        "https://kubernetes.io/docs/concepts/architecture/leases/#leader-election",
    ),
    maturity=Maturity.INJECTED,
)
