"""The kubelet has put a pod out because its node was short of something."""

from downstack.effects.kubernetes import pod_ended_badly
from downstack.fault import Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform
from downstack.signals import pod

FAULT = Fault(
    id="pod_evicted",
    title="the kubelet has evicted the pod",
    layer=Layer.KUBERNETES,
    of=Kind.POD,
    path=None,
    rate=Guess(0.06, "requests that are lower than use, on nodes that are packed"),
    only_if=(Is(pod.FAILED, ("evicted",)),),
    leads_to=(
        Leads(
            to=pod_ended_badly.EFFECT,
            strength=Guess(0.98, "an evicted pod has failed"),
        ),
    ),
    because="The node ran short of memory, disk space or process ids, and the kubelet ended "
    "the pods that use more than they requested, this one among them. What was short is in "
    "its message; the shortage may be over.",
    confirm="kubectl -n {namespace} get pod {pod} -o jsonpath={.status.message}",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="set its requests to what it uses, so that it is not the first to go; "
            "its owner has made another one",
            command="kubectl -n {namespace} delete pod {pod}",
        ),
    ),
    confused_with=(
        "node_memory_pressure",
        "node_disk_pressure",
        "node_pid_pressure",
    ),
    references=("https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",),
    maturity=Maturity.INJECTED,
)
