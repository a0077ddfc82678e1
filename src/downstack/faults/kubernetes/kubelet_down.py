"""The kubelet does not run on a node that is up."""

from downstack.effects.kubernetes import node_not_ready
from downstack.fault import AtMost, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Platform
from downstack.signals import node

FAULT = Fault(
    id="kubelet_down",
    title="the kubelet does not run",
    layer=Layer.KUBERNETES,
    of=Kind.NODE,
    path=None,
    rate=Guess(0.04, "a restart that failed, a certificate that ran out"),
    signs=(
        Check(
            clause=Is(node.KUBELET, ("absent", "stopped")),
            sensitivity=Guess(0.97, "it is a process of the node"),
            false_alarm=Guess(0.002, "a kubelet under another name"),
            level=Level.L2,
        ),
        Check(
            clause=AtMost(node.LIFE_AGE, 40),
            sensitivity=Guess(0.9, "others on the node still reach the API server"),
            false_alarm=Guess(0.2, "a node that was cut off a moment ago"),
        ),
    ),
    leads_to=(
        Leads(
            to=node_not_ready.EFFECT,
            strength=Guess(0.97, "nobody reports for the node"),
        ),
    ),
    because="The machine is up, and its kubelet says nothing: its pods may go on running, "
    "but nobody starts, stops or watches them, and after some minutes they are made anew "
    "elsewhere.",
    confirm="systemctl status kubelet",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="start it, and read why it ended: certificate, swap, configuration, "
            "runtime socket",
            command="journalctl -u kubelet -n 100 --no-pager",
            do_not="delete the node object: its pods would be made anew while the old "
            "ones still run",
        ),
    ),
    confused_with=(
        "node_unreachable",
        "kubelet_container_runtime_down",
    ),
    references=(
        "https://kubernetes.io/docs/reference/node/node-status/",
        "https://kubernetes.io/docs/tasks/debug/debug-cluster/",
    ),
    maturity=Maturity.INJECTED,
)
