"""The sandbox of a pod cannot be made: mostly its network."""

from downstack.effects.kubernetes import pod_not_starting
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import pod

FAULT = Fault(
    id="pod_sandbox_failing",
    title="the network of the pod cannot be set up (CNI)",
    layer=Layer.KUBERNETES,
    of=Kind.POD,
    path=Path.NETWORK,
    rate=Guess(0.04, "a CNI plugin that is missing or out of addresses"),
    signs=(
        Check(
            clause=Above(pod.SANDBOX_FAILURES, 0),
            sensitivity=Guess(0.97, "the kubelet writes an event for each failure"),
            false_alarm=Guess(0.005, "one failure while the node started"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_not_starting.EFFECT,
            strength=Guess(0.97, "no container starts without its sandbox"),
        ),
    ),
    because="Before the first container the runtime makes the network of the pod by the CNI "
    "plugin of the node. It fails: the plugin or its configuration is not there, its daemon "
    "does not run, or it has no address left.",
    confirm="kubectl -n {namespace} describe pod {pod}",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="look at the pods of the network plugin on that node, at its address "
            "pool, and at /etc/cni/net.d",
            command="kubectl -n kube-system get pods -o wide",
        ),
    ),
    confused_with=(
        "kubelet_container_runtime_down",
        "volume_mount_failing",
    ),
    references=(
        "https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/",
    ),
    maturity=Maturity.INJECTED,
)
