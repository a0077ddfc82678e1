"""A pod that has been running for days on that node, and its container."""

from downstack.model import Absent, Reason
from downstack.signals import container, pod, pod_cgroup

_ELSEWHERE = Absent(Reason.NOT_ASKED, "downstack on the pod's node (as root)")

READINGS = {
    pod.PHASE: "Running",
    pod.SCHEDULED: "yes",
    pod.PENDING: 0.0,
    pod.STARTING: 0.0,
    pod.UNREADY: 0.0,
    pod.FAILED: "no",
    pod.RECENT_RESTARTS: 0.0,
    pod.BLOCKED: 0.0,
    pod.FAILED_STARTS: 0.0,
    pod.REFUSED_PROBES: 0.0,
    pod.NODES_WITHOUT_CPU: 0.0,
    pod.NODES_WITHOUT_MEMORY: 0.0,
    pod.NODES_NOT_MATCHING: 0.0,
    pod.NODES_TAINTED: 0.0,
    pod.NODES_CORDONED: 0.0,
    pod.NODES_SICK: 0.0,
    pod.CLAIMS_UNBOUND: 0.0,
    pod.MOUNT_FAILURES: 0.0,
    pod.ATTACH_FAILURES: 0.0,
    pod.SANDBOX_FAILURES: 0.0,
    pod.MAX_THROTTLED: _ELSEWHERE,
    pod.MAX_OOM_KILLS: _ELSEWHERE,
    pod_cgroup.CPU_WAITING_RATIO: _ELSEWHERE,
    pod_cgroup.MEMORY_STALLED_RATIO: _ELSEWHERE,
    pod_cgroup.IO_STALLED_RATIO: _ELSEWHERE,
    container.STATE: "running",
    container.WAITS_FOR: "nothing",
    container.LAST_END: "none",
    container.LIVENESS_PATIENCE: 21.0,
    container.LIVENESS_KILLS: 0.0,
    container.LIVENESS_FAILURES: 0.0,
    container.LIVENESS_LATE: 0.0,
    container.READINESS_ANSWER: "none",
    container.READINESS_FAILURES: 0.0,
    container.THROTTLED_RATIO: _ELSEWHERE,
    container.NEW_OOM_KILLS: _ELSEWHERE,
    container.MEMORY_FILLED: _ELSEWHERE,
}
