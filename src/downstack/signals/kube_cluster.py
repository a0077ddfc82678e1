"""Signals of the control plane of a Kubernetes cluster."""

from functools import partial

from downstack.model import Kind
from downstack.signal import PerEvent, Semantics, Signal, Unit

_HEALTH = "/readyz?verbose, https://kubernetes.io/docs/reference/using-api/health-checks/"
_METRICS = "/metrics, https://kubernetes.io/docs/reference/instrumentation/metrics/"
_LEASES = (
    "renewTime and leaseDurationSeconds of the Lease in kube-system, by the API server's clock"
)
_state = partial(Signal, of=Kind.KUBE_CLUSTER, semantics=Semantics.STATE, unit=Unit.NONE)
_text = partial(Signal, of=Kind.KUBE_CLUSTER, semantics=Semantics.TEXT, unit=Unit.NONE)
_count = partial(Signal, of=Kind.KUBE_CLUSTER, semantics=Semantics.INSTANT, unit=Unit.COUNT)
_seconds = partial(Signal, of=Kind.KUBE_CLUSTER, semantics=Semantics.INSTANT, unit=Unit.SECONDS)
_total = partial(Signal, of=Kind.KUBE_CLUSTER, semantics=Semantics.COUNTER)

API = _state(
    name="kube_cluster_api",
    help="Whether the API server answers and calls itself ready; not_ready is too late as well, "
    "stalled is without an answer although it has taken the connection.",
    origin=_HEALTH,
    states=("ready", "not_ready", "stalled", "silent", "refused"),
)
ETCD = _state(
    name="kube_cluster_etcd",
    help="Whether the API server reaches its etcd.",
    origin=f"the line etcd of {_HEALTH}",
    states=("ok", "failed"),
)
VERSION = _text(name="kube_cluster_version", help="Release of the API server.", origin="/version")
ANSWER_SECONDS = _seconds(
    name="kube_cluster_api_answer_seconds",
    help="How long the API server took to greet and to say whether it is ready, without the way.",
    origin=_HEALTH,
)
OWN_SECONDS = _seconds(
    name="kube_cluster_api_own_answer_seconds",
    help="How long the API server took to greet and to say that it lives, which takes no etcd.",
    origin="/livez?exclude=etcd, https://kubernetes.io/docs/reference/using-api/health-checks/",
)
CHANGES = _total(
    name="kube_cluster_api_changes_total",
    unit=Unit.COUNT,
    help="Changes that the API server has made: creations, updates, deletions.",
    origin=f"apiserver_request_duration_seconds_count of {_METRICS}: POST, PUT, PATCH, DELETE",
)
CHANGE_SECONDS = _total(
    name="kube_cluster_api_changes_seconds_total",
    unit=Unit.SECONDS,
    help="Time that these changes took.",
    origin=f"apiserver_request_duration_seconds_sum of {_METRICS}: POST, PUT, PATCH, DELETE",
)
ETCD_WRITES = _total(
    name="kube_cluster_etcd_writes_total",
    unit=Unit.COUNT,
    help="Writes that etcd has answered to the API server.",
    origin=f"etcd_request_duration_seconds_count of {_METRICS}: create, update, delete",
)
ETCD_SECONDS = _total(
    name="kube_cluster_etcd_writes_seconds_total",
    unit=Unit.SECONDS,
    help="Time that these writes took.",
    origin=f"etcd_request_duration_seconds_sum of {_METRICS}: create, update, delete",
)
MEAN_CHANGE = _seconds(
    name="kube_cluster_api_mean_change_seconds",
    help="Mean time of a change by the API server within the window: reading takes no disk.",
    origin="derived",
    formula=PerEvent((CHANGE_SECONDS,), (CHANGES,)),
)
MEAN_ETCD = _seconds(
    name="kube_cluster_etcd_mean_write_seconds",
    help="Mean time of a write of the API server to etcd within the window.",
    origin="derived",
    formula=PerEvent((ETCD_SECONDS,), (ETCD_WRITES,)),
)
MANAGER_OVERDUE = _seconds(
    name="kube_cluster_controller_manager_overdue_seconds",
    help="How long no controller manager has led: the time since the lease was due.",
    origin=_LEASES,
)
SCHEDULER_OVERDUE = _seconds(
    name="kube_cluster_scheduler_overdue_seconds",
    help="How long no scheduler has led: the time since the lease was due.",
    origin=_LEASES,
)
OVERDUE_LEADERS = _count(
    name="kube_cluster_overdue_leaders_count",
    help="How many of the two, the controller manager and the scheduler, have no leader now.",
    origin=_LEASES,
)
DNS_ADDRESSES = _count(
    name="kube_cluster_dns_addresses_count",
    help="Ready addresses behind the cluster's DNS service.",
    origin="subsets of the Endpoints kube-system/kube-dns",
)
NODES = _count(name="kube_cluster_nodes_count", help="Nodes.", origin="/api/v1/nodes")
PODS = _count(name="kube_cluster_pods_count", help="Pods.", origin="/api/v1/pods")
EVENTS = _count(name="kube_cluster_events_count", help="Events kept.", origin="/api/v1/events")
