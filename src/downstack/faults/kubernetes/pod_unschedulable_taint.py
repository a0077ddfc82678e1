"""The nodes that a pod may run on have a taint that it does not tolerate."""

from downstack.effects.kubernetes import pod_pending
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform
from downstack.signals import pod

FAULT = Fault(
    id="pod_unschedulable_taint",
    title="nodes have a taint that the pod does not tolerate",
    layer=Layer.KUBERNETES,
    of=Kind.POD,
    path=None,
    rate=Guess(0.04, "nodes that are kept for others"),
    signs=(
        Check(
            clause=Above(pod.NODES_TAINTED, 0),
            sensitivity=Guess(0.98, "the scheduler counts the nodes with such a taint"),
            false_alarm=Guess(0.03, "the nodes of the control plane are kept free on purpose"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_pending.EFFECT,
            strength=Guess(0.97, "it waits for a node without the taint"),
        ),
    ),
    because="Somebody keeps the nodes that are counted for other pods: their taint refuses "
    "each pod that does not name it in its tolerations.",
    confirm="kubectl get nodes -o custom-columns=NAME:.metadata.name,TAINTS:.spec.taints",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.DISRUPTIVE,
            text="add a toleration if the pod is meant to run there",
            command="kubectl -n {namespace} edit deployment NAME",
            do_not="remove the taint of the control plane from a cluster that others use",
        ),
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="or take the taint away if it was forgotten",
            command="kubectl taint node NODE KEY-",
        ),
    ),
    confused_with=(
        "pod_unschedulable_selector",
        "node_cordoned",
    ),
    references=("https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/",),
    maturity=Maturity.INJECTED,
)
