"""A node is short of process ids."""

from downstack.effects.kubernetes import node_under_pressure, pod_ended_badly
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Platform
from downstack.signals import node

FAULT = Fault(
    id="node_pid_pressure",
    title="the node is short of process ids",
    layer=Layer.KUBERNETES,
    of=Kind.NODE,
    path=None,
    rate=Guess(0.01, "a program that makes processes without end"),
    signs=(
        Check(
            clause=Is(node.PID_PRESSURE, ("true",)),
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
    ),
    because="The kubelet found less process ids than its eviction threshold leaves: it "
    "taints the node and ends pods until there is enough again.",
    confirm="kubectl describe node {entity}",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="find the pod with the most tasks, and set podPidsLimit of the kubelet",
            command="ps -eo cgroup --no-headers | sort | uniq -c | sort -n | tail",
            do_not="restart the kubelet: it finds the same",
        ),
    ),
    confused_with=(
        "node_memory_pressure",
        "node_disk_pressure",
    ),
    references=("https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",),
    maturity=Maturity.INJECTED,
)
