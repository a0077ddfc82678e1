"""No node has the labels that a pod asks for."""

from downstack.effects.kubernetes import pod_pending
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform
from downstack.signals import pod

FAULT = Fault(
    id="pod_unschedulable_selector",
    title="no node matches the selector or affinity of the pod",
    layer=Layer.KUBERNETES,
    of=Kind.POD,
    path=None,
    rate=Guess(0.04, "a label that was mistyped or went with its node"),
    signs=(
        Check(
            clause=Above(pod.NODES_NOT_MATCHING, 0),
            sensitivity=Guess(0.98, "the scheduler counts the nodes that do not match"),
            false_alarm=Guess(0.03, "rules that exclude some nodes on purpose"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_pending.EFFECT,
            strength=Guess(0.97, "it waits for a node that matches"),
        ),
    ),
    because="The node selector, the affinity or the spread rules of the pod exclude the "
    "nodes that are counted, however much room they have.",
    confirm="kubectl get nodes --show-labels",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.DISRUPTIVE,
            text="correct the selector of the pod",
            command="kubectl -n {namespace} edit deployment NAME",
        ),
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="or label the node that is meant",
            command="kubectl label node NODE KEY=VALUE",
        ),
    ),
    confused_with=(
        "pod_unschedulable_taint",
        "node_cordoned",
    ),
    references=("https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/",),
    maturity=Maturity.INJECTED,
)
