"""Somebody has closed a node for new pods."""

from downstack.effects.kubernetes import pod_meets_cordon
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Platform
from downstack.signals import node

FAULT = Fault(
    id="node_cordoned",
    title="the node is closed for new pods (cordoned)",
    layer=Layer.KUBERNETES,
    of=Kind.NODE,
    path=None,
    rate=Guess(0.03, "a maintenance whose end was forgotten"),
    signs=(
        Check(
            clause=Is(node.CORDONED, ("yes",)),
            sensitivity=Guess(0.99, "it is a field of the node"),
            false_alarm=Guess(0.005, "a node that is emptied on purpose"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_meets_cordon.EFFECT,
            via=(
                Edge.GOVERNS.inverse,
                Edge.PLANS,
            ),
            strength=Guess(0.95, "the scheduler passes it over"),
        ),
    ),
    because="kubectl cordon or drain has marked the node; pods that run on it stay, new ones "
    "must go elsewhere, and elsewhere there is no room.",
    confirm="kubectl get nodes",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="open the node when the maintenance is over",
            command="kubectl uncordon {entity}",
            do_not="open it while somebody repairs it: ask first",
        ),
    ),
    confused_with=(
        "pod_unschedulable_taint",
        "pod_unschedulable_selector",
    ),
    references=("https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/",),
    maturity=Maturity.INJECTED,
)
