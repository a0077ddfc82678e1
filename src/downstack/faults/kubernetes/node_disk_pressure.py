"""A node is short of disk space."""

from downstack.effects.kubernetes import node_under_pressure, pod_ended_badly
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import node

FAULT = Fault(
    id="node_disk_pressure",
    title="the node is short of disk space",
    layer=Layer.KUBERNETES,
    of=Kind.NODE,
    path=Path.STORAGE,
    rate=Guess(0.04, "images, logs and emptyDir volumes fill the filesystem of the node"),
    signs=(
        Check(
            clause=Is(node.DISK_PRESSURE, ("true",)),
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
    because="The kubelet found less disk space than its eviction threshold leaves: it taints "
    "the node and ends pods until there is enough again.",
    confirm="kubectl describe node {entity}",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="remove unused images and old logs, find the pod whose emptyDir or log "
            "grows, or enlarge the disk",
            command="crictl rmi --prune",
            do_not="restart the kubelet: it finds the same",
        ),
    ),
    confused_with=(
        "node_memory_pressure",
        "node_pid_pressure",
    ),
    references=("https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",),
    maturity=Maturity.INJECTED,
)
