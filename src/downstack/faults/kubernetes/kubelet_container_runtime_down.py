"""The container runtime of a node does not answer its kubelet."""

from downstack.effects.kubernetes import node_not_ready
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Platform
from downstack.signals import node

FAULT = Fault(
    id="kubelet_container_runtime_down",
    title="the container runtime does not answer",
    layer=Layer.KUBERNETES,
    of=Kind.NODE,
    path=None,
    rate=Guess(0.03, "containerd hangs or did not come back"),
    signs=(
        Check(
            clause=Is(node.WHY_NOT_READY, ("runtime",)),
            sensitivity=Guess(0.95, "the kubelet says why it is not ready"),
            false_alarm=Guess(0.002, "nothing else is called so"),
        ),
        Check(
            clause=Is(node.RUNTIME, ("absent", "stopped")),
            sensitivity=Guess(0.6, "one that hangs is still there"),
            false_alarm=Guess(0.005, "a runtime under another name"),
            level=Level.L2,
        ),
    ),
    leads_to=(
        Leads(
            to=node_not_ready.EFFECT,
            strength=Guess(0.97, "without it no pod can be made or watched"),
        ),
    ),
    because="The kubelet runs and reports: its runtime (containerd, CRI-O) does not answer, "
    "so it can neither start nor watch a container. Containers that run go on.",
    confirm="crictl info",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.DISRUPTIVE,
            text="restart the runtime; containers survive it",
            command="systemctl restart containerd",
            do_not="delete /var/lib/containerd: all images and containers go with it",
        ),
    ),
    confused_with=(
        "kubelet_down",
        "pod_sandbox_failing",
    ),
    references=(
        "https://kubernetes.io/docs/setup/production-environment/container-runtimes/",
        "https://kubernetes.io/docs/reference/node/node-status/",
    ),
    maturity=Maturity.INJECTED,
)
