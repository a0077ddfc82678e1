"""A VM that runs and whose QEMU answers."""

from downstack.signals import daemon, domain, qemu_process

READINGS = {
    daemon.STATE: "up",
    domain.STATE: "running",
    domain.STATE_REASON: "running_booted",
    domain.CONTROL_STATE: "ok",
    domain.JOB: "none",
    qemu_process.PROCESS_STATE: "sleeping",
}
