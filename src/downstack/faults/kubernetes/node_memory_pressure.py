"""A node is short of memory."""

from downstack.effects.container import pod_memory_stalls
from downstack.effects.kubernetes import node_under_pressure, pod_ended_badly
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import node

FAULT = Fault(
    id="node_memory_pressure",
    title="the node is short of memory",
    layer=Layer.KUBERNETES,
    of=Kind.NODE,
    path=Path.MEMORY,
    rate=Guess(0.04, "pods use more than they requested"),
    signs=(
        Check(
            clause=Is(node.MEMORY_PRESSURE, ("true",)),
            sensitivity=Guess(0.97, "the kubelet looks every ten seconds"),
            false_alarm=Guess(0.002, "a threshold that was just passed"),
        ),
    ),
    leads_to=(
        Leads(
            to=node_under_pressure.EFFECT,
            strength=Guess(0.98, "it is one of the three shortages"),
        ),
        Leads(
            to=pod_ended_badly.EFFECT,
            via=(Edge.RUNS_POD,),
            strength=Guess(0.5, "the kubelet evicts pods"),
        ),
        Leads(
            to=pod_memory_stalls.EFFECT,
            via=(Edge.RUNS_POD,),
            strength=Guess(0.3, "the kernel reclaims from all"),
        ),
    ),
    because="The kubelet found less memory than its eviction threshold leaves: it taints the "
    "node and ends pods until there is enough again.",
    confirm="kubectl describe node {entity}",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="find the pods that use more than they request, and give them limits "
            "or the node more memory",
            command="kubectl top pods --all-namespaces --sort-by=memory",
            do_not="restart the kubelet: it finds the same",
        ),
    ),
    confused_with=(
        "node_disk_pressure",
        "node_pid_pressure",
        "guest_out_of_memory",
    ),
    references=("https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",),
    maturity=Maturity.INJECTED,
)
