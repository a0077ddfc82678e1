"""A small named network: eleven faults between an OSD that is down and a pod that times out."""

import numpy as np

from downstack.inference.network import NOT_SEEN, SEEN, UNKNOWN, Findings, Network

FAULTS: dict[str, tuple[float, dict[str, float]]] = {
    "osd down": (0.010, {"osd down": 0.999, "pg degraded": 0.97}),
    "osd disk slow": (0.010, {"osd op slow": 0.90}),
    "ceph net loss": (0.005, {"ceph retrans": 0.90, "osd op slow": 0.4, "rbd latency": 0.7}),
    "iotune limit": (0.010, {"iotune hit": 0.97, "qemu block latency": 0.95}),
    "host cpu overcommit": (0.020, {"vcpu steal": 0.97, "iothread delay": 0.4}),
    "guest cpu saturated": (0.030, {"guest runq": 0.9}),
    "guest memory": (0.020, {"guest swap": 0.9, "guest iowait": 0.5}),
    "tap drops": (0.005, {"net loss": 0.9}),
    "nic errors": (0.004, {"net loss": 0.9, "ceph retrans": 0.5}),
    "pod cfs limit": (0.030, {"cfs throttled": 0.97, "pod timeouts": 0.6}),
    "app regression": (0.030, {"app errors": 0.6, "pod timeouts": 0.8}),
}
EFFECTS: dict[str, tuple[float, dict[str, float]]] = {
    "osd down": (0.0005, {}),
    "pg degraded": (0.01, {}),
    "ceph retrans": (0.003, {}),
    "osd op slow": (0.005, {"pg degraded": 0.6}),
    "rbd latency": (0.003, {"osd op slow": 0.85}),
    "iotune hit": (0.003, {}),
    "vcpu steal": (0.004, {}),
    "iothread delay": (0.002, {"vcpu steal": 0.3}),
    "qemu block latency": (0.002, {"rbd latency": 0.97, "iothread delay": 0.6}),
    "guest swap": (0.004, {}),
    "guest await": (0.004, {"qemu block latency": 0.97, "guest swap": 0.3}),
    "guest iowait": (0.005, {"guest await": 0.85}),
    "guest runq": (0.01, {"vcpu steal": 0.8}),
    "net loss": (0.003, {}),
    "cfs throttled": (0.01, {}),
    "app errors": (0.01, {}),
    "pod timeouts": (0.01, {"guest iowait": 0.7, "guest runq": 0.5, "net loss": 0.7}),
}
CHECKS: dict[str, tuple[str, float, float]] = {
    "OSD_DOWN": ("osd down", 0.99, 0.0005),
    "PG_DEGRADED": ("pg degraded", 0.98, 0.01),
    "SLOW_OPS": ("osd op slow", 0.75, 0.01),
    "osd perf": ("osd op slow", 0.85, 0.03),
    "librbd perf": ("rbd latency", 0.9, 0.02),
    "qemu blockstats": ("qemu block latency", 0.93, 0.02),
    "iotune at limit": ("iotune hit", 0.97, 0.01),
    "iothread schedstat": ("iothread delay", 0.85, 0.03),
    "guest iostat": ("guest await", 0.92, 0.03),
    "guest iowait": ("guest iowait", 0.9, 0.03),
    "guest PSI io": ("guest iowait", 0.9, 0.04),
    "steal": ("vcpu steal", 0.95, 0.01),
    "run_delay": ("vcpu steal", 0.95, 0.02),
    "guest PSI cpu": ("guest runq", 0.9, 0.04),
    "guest swap io": ("guest swap", 0.95, 0.02),
    "tap drops": ("net loss", 0.7, 0.02),
    "guest retrans": ("net loss", 0.9, 0.03),
    "ceph-net retrans": ("ceph retrans", 0.85, 0.03),
    "cfs throttled": ("cfs throttled", 0.98, 0.02),
    "app error logs": ("app errors", 0.7, 0.05),
    "pod timeouts": ("pod timeouts", 0.97, 0.01),
}

FAULT = {name: index for index, name in enumerate(FAULTS)}
EFFECT = {name: index for index, name in enumerate(EFFECTS)}
CHECK = {name: index for index, name in enumerate(CHECKS)}
SYMPTOM = (EFFECT["pod timeouts"],)

QUIET_REST = ("cfs throttled", "guest swap io", "tap drops", "guest retrans")
CPU = ("steal", "run_delay", "guest PSI cpu")
GUEST_BLOCK = ("qemu blockstats", "guest iostat", "guest iowait", "guest PSI io")
OSD = ("OSD_DOWN", "PG_DEGRADED")


def worked_network() -> Network:
    """The network of the tables above."""
    strength = np.zeros((len(FAULTS), len(EFFECTS)))
    for fault, (_, causes) in enumerate(FAULTS.values()):
        for effect, value in causes.items():
            strength[fault, EFFECT[effect]] = value
    prior = np.array([rate for rate, _ in FAULTS.values()])
    return Network(
        odds=prior / (1 - prior),
        strength=strength,
        parents=tuple(
            tuple((EFFECT[parent], weight) for parent, weight in parents.items())
            for _, parents in EFFECTS.values()
        ),
        leak=np.array([leak for leak, _ in EFFECTS.values()]),
        reads=np.array([EFFECT[effect] for effect, _, _ in CHECKS.values()], dtype=np.intp),
        sensitivity=np.array([sensitivity for _, sensitivity, _ in CHECKS.values()]),
        false_alarm=np.array([false_alarm for _, _, false_alarm in CHECKS.values()]),
    )


def observe(seen: tuple[str, ...], not_seen: tuple[str, ...] = ()) -> Findings:
    """These checks seen, those looked for and not seen, the rest unknown."""
    findings = np.full(len(CHECKS), UNKNOWN, dtype=np.int8)
    findings[[CHECK[name] for name in seen]] = SEEN
    findings[[CHECK[name] for name in not_seen]] = NOT_SEEN
    return findings


OSD_DOWN_AND_FELT = observe(
    ("pod timeouts", *OSD, "SLOW_OPS", "librbd perf", *GUEST_BLOCK),
    (*QUIET_REST, *CPU, "iotune at limit"),
)
STEAL_AND_CEPH_UNREADABLE = observe(("pod timeouts", *CPU), (*QUIET_REST, *GUEST_BLOCK))
BOTH_AT_ONCE = observe(
    ("pod timeouts", *OSD, "SLOW_OPS", "librbd perf", *GUEST_BLOCK, *CPU),
    (*QUIET_REST, "iotune at limit"),
)
OSD_DOWN_BUT_NOT_FELT = observe(
    ("pod timeouts", *OSD, *CPU),
    (*QUIET_REST, *GUEST_BLOCK, "SLOW_OPS", "osd perf", "librbd perf"),
)
ALMOST_BLIND = observe(("pod timeouts", "guest iowait"))
