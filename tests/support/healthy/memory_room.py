"""A guest with memory to spare on a host with memory to spare."""

from downstack.model import Absent, Reason
from downstack.signals import balloon, cgroup, guest, host_memory, memory_room, qemu_process

_NOT_ASKED = Absent(Reason.NOT_ASKED)

READINGS = {
    balloon.TAKEN_RATIO: 0.0,
    memory_room.TAKEN_RATIO: 0.0,
    memory_room.USABLE_RATIO: 0.60,
    memory_room.SWAP_IN_RATE: 0.0,
    memory_room.MAJOR_FAULT_RATE: 1.0,
    memory_room.SWAPPED_RATIO: 0.0,
    guest.MEMORY_WAITING_RATIO: _NOT_ASKED,
    guest.NEW_OOM_KILLS: _NOT_ASKED,
    qemu_process.SWAPPED: 0.0,
    qemu_process.RESIDENT: 2.0e8,
    qemu_process.MAJOR_FAULT_RATE: 0.0,
    cgroup.MEMORY_WAITING_RATIO: 0.0,
    host_memory.AVAILABLE_RATIO: 0.50,
    host_memory.DIRECT_SCAN_RATE: 0.0,
    host_memory.WAITING_RATIO: 0.0,
}
