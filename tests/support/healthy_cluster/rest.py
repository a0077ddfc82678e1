"""A claim that is bound and attached, a workload with all its pods, a VM of KubeVirt that runs."""

from downstack.signals import vmi, volume, workload

READINGS = {
    volume.CLAIM: "Bound",
    volume.WAITING: "no",
    volume.CLASS_KNOWN: "yes",
    volume.ATTACHED: "yes",
    workload.WANTED: 1.0,
    workload.READY: 1.0,
    workload.MISSING: 0.0,
    workload.STALE: 0.0,
    workload.REFUSED: "no",
    vmi.PHASE: "Running",
    vmi.PAUSED: "no",
    vmi.SYNCHRONIZED: "yes",
    vmi.AGENT: "yes",
    vmi.MIGRATABLE: "yes",
    vmi.LAUNCHER_END: "none",
    vmi.LAUNCHER_ROOM: 250e6,
    vmi.VOLUMES_LATE: 0.0,
}
