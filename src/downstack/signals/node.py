"""Signals of a Kubernetes node."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

_CONDITIONS = "status.conditions, https://kubernetes.io/docs/reference/node/node-status/"
_INFO = "status.nodeInfo of the Node"
_LEASE = "spec.renewTime of the Lease in kube-node-lease, against the API server's clock"
_PODS = "the requests of its pods against status.allocatable"
_PROCESS = "/proc/PID/stat of this machine, which is the node"
_state = partial(Signal, of=Kind.NODE, semantics=Semantics.STATE, unit=Unit.NONE)
_text = partial(Signal, of=Kind.NODE, semantics=Semantics.TEXT, unit=Unit.NONE)
_count = partial(Signal, of=Kind.NODE, semantics=Semantics.INSTANT, unit=Unit.COUNT)
_seconds = partial(Signal, of=Kind.NODE, semantics=Semantics.INSTANT, unit=Unit.SECONDS)
_bytes = partial(Signal, of=Kind.NODE, semantics=Semantics.INSTANT, unit=Unit.BYTES)
_ratio = partial(Signal, of=Kind.NODE, semantics=Semantics.INSTANT, unit=Unit.RATIO)
_shortage = partial(_state, origin=_CONDITIONS, states=("true", "false"))

READY = _state(
    name="node_ready",
    origin=_CONDITIONS,
    states=("true", "false", "unknown"),
    help="Whether the kubelet says that the node is ready; unknown: it says nothing any more.",
)
WHY_NOT_READY = _state(
    name="node_why_not_ready",
    help="What the kubelet, or who misses it, gives as the reason.",
    origin=f"reason and message of Ready in {_CONDITIONS}",
    states=("none", "runtime", "network", "silent", "other"),
)
MEMORY_PRESSURE = _shortage(
    name="node_memory_pressure", help="Whether the kubelet evicts because memory is short."
)
DISK_PRESSURE = _shortage(
    name="node_disk_pressure", help="Whether the kubelet evicts because disk space is short."
)
PID_PRESSURE = _shortage(
    name="node_pid_pressure", help="Whether the kubelet finds too many processes on the node."
)
PRESSURE = _state(
    name="node_pressure",
    help="Whether the kubelet reports any shortage: of memory, of disk space, of process ids.",
    origin=_CONDITIONS,
    states=("yes", "no"),
)
CORDONED = _state(
    name="node_cordoned",
    help="Whether somebody has closed the node for new pods.",
    origin="spec.unschedulable of the Node",
    states=("yes", "no"),
)
TAINTS = _text(name="node_taints", help="Taints that keep pods off.", origin="spec.taints")
KUBELET_PLACE = _text(
    name="node_kubelet_place",
    help="Where its kubelet listens.",
    origin="InternalIP of status.addresses and status.daemonEndpoints of the Node",
)
CPU = _count(name="node_allocatable_cpus_count", help="CPUs for pods.", origin="status.allocatable")
MEMORY = _bytes(
    name="node_allocatable_memory_bytes", help="Memory for pods.", origin="status.allocatable"
)
CPU_REQUESTED = _ratio(
    name="node_requested_cpu_ratio",
    help="Part of its CPUs that its pods have reserved.",
    origin=_PODS,
)
MEMORY_REQUESTED = _ratio(
    name="node_requested_memory_ratio",
    help="Part of its memory that its pods have reserved.",
    origin=_PODS,
)
LEASE_AGE = _seconds(
    name="node_lease_age_seconds",
    help="How long ago the kubelet last renewed its lease.",
    origin=_LEASE,
)
LIFE_AGE = _seconds(
    name="node_other_lease_age_seconds",
    help="How long ago anything else on the node last renewed a lease of its own.",
    origin="spec.renewTime of the Leases whose holder is named after the node or a pod on it",
)
CLOCK_OFFSET = _seconds(
    name="node_clock_offset_seconds",
    help="How far the node's clock is from the API server's, by the leases that the kubelet dates.",
    origin=_LEASE,
)
KUBELET = _state(
    name="node_kubelet_process",
    help="Whether a kubelet runs on this machine; stopped: it is there and does not run.",
    origin=_PROCESS,
    states=("runs", "stopped", "absent"),
)
RUNTIME = _state(
    name="node_container_runtime_process",
    help="Whether a container runtime runs on this machine: containerd, CRI-O or Docker.",
    origin=_PROCESS,
    states=("runs", "stopped", "absent"),
)
PLACE = _state(
    name="node_place",
    help="Whether the node is this machine, a VM that is seen from here, or elsewhere.",
    origin="nodeInfo.systemUUID and machineID against this machine's and the VMs' UUIDs",
    states=("here", "guest", "elsewhere"),
)
UUID = _text(name="node_system_uuid", help="SMBIOS UUID: in a VM, its libvirt UUID.", origin=_INFO)
MACHINE_ID = _text(name="node_machine_id", help="Its /etc/machine-id.", origin=_INFO)
PROVIDER = _text(
    name="node_provider_id", help="Which machine it is to its provider.", origin="spec.providerID"
)
KUBELET_VERSION = _text(name="node_kubelet_version", help="Release of its kubelet.", origin=_INFO)
RUNTIME_VERSION = _text(
    name="node_container_runtime_version", help="Its container runtime.", origin=_INFO
)
