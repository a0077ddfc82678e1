"""Signals of a VirtualMachineInstance of KubeVirt."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

_STATUS = "status of the VMI, https://kubevirt.io/user-guide/"
_state = partial(Signal, of=Kind.VMI, semantics=Semantics.STATE, unit=Unit.NONE, origin=_STATUS)
_text = partial(Signal, of=Kind.VMI, semantics=Semantics.TEXT, unit=Unit.NONE)
_count = partial(Signal, of=Kind.VMI, semantics=Semantics.INSTANT, unit=Unit.COUNT)

PHASE = _state(
    name="vmi_phase",
    help="Where it is in its life.",
    states=(
        *("Pending", "Scheduling", "Scheduled", "Running"),
        *("Succeeded", "Failed", "WaitingForSync", "Unknown"),
    ),
)
PAUSED = _state(
    name="vmi_paused",
    help="Whether it is paused, and by whom: io_error is QEMU's own doing.",
    states=("no", "user", "io_error", "other"),
)
SYNCHRONIZED = _state(
    name="vmi_synchronized",
    help="Whether what was asked for could be applied.",
    states=("yes", "no"),
)
AGENT = _state(
    name="vmi_agent_connected", help="Whether a guest agent answers.", states=("yes", "no")
)
MIGRATABLE = _state(
    name="vmi_live_migratable",
    help="Whether it can be moved to another node while it runs, and what hinders it.",
    states=("yes", "disks", "network", "host_devices", "cpu", "hotplug", "secure", "other"),
)
WHY_NOT_MIGRATABLE = _text(
    name="vmi_why_not_migratable",
    help="What hinders a migration, in KubeVirt's words.",
    origin=_STATUS,
)
TROUBLE = _text(
    name="vmi_trouble", help="What could not be applied, in KubeVirt's words.", origin=_STATUS
)
NODE = _text(name="vmi_node", help="The node that it runs on.", origin="status.nodeName")
DOMAIN_UUID = _text(
    name="vmi_domain_uuid",
    help="UUID of its libvirt domain, and of its SMBIOS.",
    origin="spec.domain.firmware.uuid of the VMI",
)
LAUNCHER = _text(
    name="vmi_launcher",
    help="UID of its launcher pod.",
    origin="pods labelled kubevirt.io=virt-launcher that the VMI owns",
)
LAUNCHER_END = _state(
    name="vmi_launcher_end",
    help="How the launcher's container, in which QEMU runs, ended within the last hour.",
    origin="containerStatuses of the virt-launcher pod",
    states=("none", "completed", "error", "out_of_memory", "not_started", "other"),
)
LAUNCHER_ROOM = Signal(
    name="vmi_launcher_room_bytes",
    of=Kind.VMI,
    semantics=Semantics.INSTANT,
    unit=Unit.BYTES,
    help="Memory that the launcher's limit leaves for QEMU and libvirt beside the guest's.",
    origin="limits.memory of the container compute less the guest's memory",
)
VOLUMES_LATE = _count(
    name="vmi_late_volumes_count",
    help="Volumes that were plugged in and have not arrived.",
    origin=f"volumeStatus, {_STATUS}",
)
