"""A host with idle CPUs, a VM without quota and pins, and a guest without a queue."""

from downstack.model import Absent, Reason
from downstack.signals import cpu_room, guest, host_cpu, qemu_process, vcpu

_NO_QUOTA = Absent(Reason.NOT_APPLICABLE, "a quota")

READINGS = {
    host_cpu.BUSY_RATIO: 0.40,
    host_cpu.WAITING_RATIO: 0.02,
    cpu_room.QUOTA_DELAY_RATIO: 0.0,
    cpu_room.MAX_THROTTLED_PERIODS_RATIO: _NO_QUOTA,
    cpu_room.MAX_FORBIDDEN_CPUS: 0.0,
    cpu_room.IDLE_CPUS_OF_HOST: 1.2,
    cpu_room.USED_BY_GUEST_RATIO: 0.60,
    vcpu.MAX_PINNED_SHARERS: 0.0,
    qemu_process.CPU_USED: 0.62,
    guest.CPU_WAITING_RATIO: Absent(Reason.NOT_ASKED),
    guest.RUNNABLE_PER_CPU: Absent(Reason.NOT_ASKED),
    guest.STEAL_RATIO: Absent(Reason.NOT_ASKED),
}
