"""A node does not reach the control plane: it is off, hangs, or is cut off."""

from downstack.effects.kubernetes import node_not_ready
from downstack.fault import Above, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform
from downstack.signals import node

FAULT = Fault(
    id="node_unreachable",
    title="the node is off, hangs, or is cut off",
    layer=Layer.KUBERNETES,
    of=Kind.NODE,
    path=None,
    rate=Guess(0.04, "machines fail, and networks"),
    only_if=(Is(node.PLACE, ("guest", "elsewhere")),),
    signs=(
        Check(
            clause=Above(node.LIFE_AGE, 60),
            sensitivity=Guess(0.95, "nothing on the node renews a lease any more"),
            false_alarm=Guess(0.01, "a leader that lost its lease to another"),
        ),
    ),
    leads_to=(
        Leads(
            to=node_not_ready.EFFECT,
            strength=Guess(0.97, "nobody reports for the node"),
        ),
    ),
    because="The kubelet and all else on the node that should reach the API server have "
    "fallen silent together. The machine itself, or its network, is what to look at: if it is "
    "a VM seen from here, its own layers are judged too.",
    confirm="kubectl describe node {entity}",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="is the machine on, does it answer a ping, is its VM paused? Look at "
            "it from its host",
            command="downstack why vm/NAME",
            do_not="delete its pods by force while it may still run them: two of one "
            "StatefulSet destroy data",
        ),
    ),
    confused_with=("kubelet_down",),
    references=(
        "https://kubernetes.io/docs/concepts/architecture/nodes/#condition",
        "https://kubernetes.io/docs/concepts/cluster-administration/node-shutdown/#non-graceful-node-shutdown",
    ),
    maturity=Maturity.DRAFT,
)
