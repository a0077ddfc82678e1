"""No node has as much CPU left as a pod reserves."""

from downstack.effects.kubernetes import pod_pending
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import pod

FAULT = Fault(
    id="pod_unschedulable_cpu",
    title="no node has as much CPU left as the pod reserves",
    layer=Layer.KUBERNETES,
    of=Kind.POD,
    path=Path.CPU,
    rate=Guess(0.06, "clusters fill up, and requests are guessed high"),
    signs=(
        Check(
            clause=Above(pod.NODES_WITHOUT_CPU, 0),
            sensitivity=Guess(0.98, "the scheduler counts the nodes that refuse"),
            false_alarm=Guess(0.005, "nodes that refuse while another one is about to be taken"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_pending.EFFECT,
            strength=Guess(0.97, "it waits until something is freed"),
        ),
    ),
    because="The scheduler reserves what a pod requests, not what it uses: on each node that "
    "it may run on, the requests of the pods that are there leave too little CPU. A node can "
    "be idle and full.",
    confirm="kubectl describe nodes",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.DISRUPTIVE,
            text="lower the CPU request of the pod to what it really needs, or that of "
            "its neighbours",
            command="kubectl -n {namespace} set resources deployment/NAME --requests=cpu=LESS",
        ),
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="add a node, or make the VM of one larger",
            do_not="delete other pods to make room without looking at what they serve",
        ),
    ),
    confused_with=(
        "pod_unschedulable_memory",
        "quota_exceeded",
        "etcd_slow",
    ),
    references=(
        "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-requests-are-scheduled",
    ),
    maturity=Maturity.INJECTED,
)
