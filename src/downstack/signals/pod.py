"""Signals of a pod, as the API server tells them."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import Largest, Own, Semantics, Signal, Unit
from downstack.signals import container, kube_cluster

_STATUS = "status of the Pod, https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/"
_REFUSED = "message of the condition PodScheduled, by the scheduler"
_EVENTS = "events of the pod repeated within the last ten minutes, by their count"
_state = partial(Signal, of=Kind.POD, semantics=Semantics.STATE, unit=Unit.NONE)
_text = partial(Signal, of=Kind.POD, semantics=Semantics.TEXT, unit=Unit.NONE)
_count = partial(Signal, of=Kind.POD, semantics=Semantics.INSTANT, unit=Unit.COUNT)
_seconds = partial(Signal, of=Kind.POD, semantics=Semantics.INSTANT, unit=Unit.SECONDS)
_ratio = partial(Signal, of=Kind.POD, semantics=Semantics.INSTANT, unit=Unit.RATIO)
_refused = partial(_count, origin=_REFUSED)
_event = partial(_count, origin=_EVENTS)

PHASE = _state(
    name="pod_phase",
    help="Where it is in its life.",
    origin=_STATUS,
    states=("Pending", "Running", "Succeeded", "Failed", "Unknown"),
)
SCHEDULED = _state(
    name="pod_scheduled",
    help="Whether a node was found for it; unseen: the scheduler has not looked at it.",
    origin=f"condition PodScheduled, {_STATUS}",
    states=("yes", "refused", "unseen"),
)
PENDING = _seconds(
    name="pod_pending_seconds",
    help="How long it has been without a node; zero once it has one.",
    origin=_STATUS,
)
STARTING = _seconds(
    name="pod_starting_seconds",
    help="How long it has had a node without its containers having started; zero once they have.",
    origin=_STATUS,
)
UNREADY = _seconds(
    name="pod_unready_seconds",
    help="How long it has not been ready for requests; zero while it is.",
    origin=f"condition Ready, {_STATUS}",
)
FAILED = _state(
    name="pod_failed",
    help="Whether it has failed as a whole, and why.",
    origin=f"reason of a failed pod, {_STATUS}",
    states=("no", "evicted", "node_lost", "deadline", "error"),
)
NODE = _text(name="pod_node", help="The node that it runs on.", origin="spec.nodeName")
OWNER = _text(name="pod_owner", help="What made it.", origin="metadata.ownerReferences")
QOS = _state(
    name="pod_qos",
    help="Its class, by which the kernel and the kubelet choose whom to kill first.",
    origin="status.qosClass",
    states=("Guaranteed", "Burstable", "BestEffort"),
)
RECENT_RESTARTS = _count(
    name="pod_recent_restarts_count",
    help="Containers of it that have ended within the last ten minutes and are started again.",
    origin=f"state and lastState.terminated, {_STATUS}",
)
BLOCKED = _count(
    name="pod_blocked_containers_count",
    help="Containers of it that cannot be made: their image, their configuration or the runtime "
    "fails.",
    origin=f"state.waiting, {_STATUS}",
)
NODES_WITHOUT_CPU = _refused(
    name="pod_nodes_without_cpu_count",
    help="Nodes that refuse it because too little of their CPUs is left to reserve.",
)
NODES_WITHOUT_MEMORY = _refused(
    name="pod_nodes_without_memory_count",
    help="Nodes that refuse it because too little of their memory is left to reserve.",
)
NODES_NOT_MATCHING = _refused(
    name="pod_nodes_not_matching_count",
    help="Nodes that its node selector, its affinity or its spread rules exclude.",
)
NODES_TAINTED = _refused(
    name="pod_nodes_tainted_count",
    help="Nodes with a taint that it does not tolerate, of those that are well.",
)
NODES_CORDONED = _refused(
    name="pod_nodes_cordoned_count", help="Nodes that are closed for new pods."
)
NODES_SICK = _refused(
    name="pod_nodes_sick_count",
    help="Nodes with a taint that says that they are not ready or short of something.",
)
CLAIMS_UNBOUND = _refused(
    name="pod_unbound_claims_count",
    help="Nodes that refuse it, or all, because a volume that it claims is not there.",
)
MOUNT_FAILURES = _event(name="pod_mount_failures_count", help="Failures to mount a volume for it.")
ATTACH_FAILURES = _event(
    name="pod_attach_failures_count", help="Failures to attach a volume to its node."
)
SANDBOX_FAILURES = _event(
    name="pod_sandbox_failures_count",
    help="Failures to make its sandbox: its network, or its first container.",
)
FAILED_STARTS = _event(
    name="pod_failed_starts_count",
    help="Failures to give it its volumes and its network, of a pod that has not started.",
)
REFUSED_PROBES = _event(
    name="pod_refused_probes_count",
    help="Readiness probes that have failed of a pod that is not ready.",
)
DNS_ADDRESSES = _count(
    name="pod_dns_addresses_count",
    help="Ready addresses behind the DNS service that it asks for names.",
    origin="derived",
    raw="endpoints kube-dns",
    formula=Own(kube_cluster.DNS_ADDRESSES, (Edge.PLANS.inverse,)),
)
LAST_TROUBLE = _text(
    name="pod_last_trouble", help="The newest warning about it.", origin="events of the pod"
)
MAX_THROTTLED = _ratio(
    name="pod_max_throttled_periods_ratio",
    help="Share of the scheduler's periods in which its most limited container ran into its CPU "
    "limit.",
    origin="derived",
    raw="cfs_bandwidth.nr_throttled",
    formula=Largest(container.THROTTLED_RATIO, (Edge.CONTAINER_OF,)),
)
MAX_OOM_KILLS = _count(
    name="pod_max_oom_kills_count",
    help="Processes that the kernel killed within the window for want of memory, in one container.",
    origin="derived",
    formula=Largest(container.NEW_OOM_KILLS, (Edge.CONTAINER_OF,)),
)
