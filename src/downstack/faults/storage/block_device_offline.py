"""The kernel has taken a disk of the host offline."""

from downstack.effects.storage import device_fails
from downstack.fault import Check, Fault, Guess, Is, IsNot, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Path, Platform
from downstack.signals import block_device, device_mapper

FAULT = Fault(
    id="block_device_offline",
    title="the kernel has taken a disk of the host offline",
    layer=Layer.STORAGE,
    of=Kind.BLOCK_DEVICE,
    path=Path.STORAGE,
    rate=Guess(0.02, "a disk or a controller that did not come back from its error handling"),
    only_if=(
        IsNot(block_device.DEVICE_STATE, ("running", "live", "none")),
        IsNot(device_mapper.PATH_OF, ("yes",)),
    ),
    signs=(
        Check(
            clause=Is(
                block_device.DEVICE_STATE,
                ("offline", "transport-offline", "dead", "deleted", "cancel"),
            ),
            sensitivity=Guess(0.97, "the kernel sets the state before it fails the requests"),
            false_alarm=Guess(0.001, "a disk that was taken out on purpose and is still listed"),
            level=Level.L0,
        ),
    ),
    leads_to=(
        Leads(
            to=device_fails.EFFECT,
            strength=Guess(0.97, "an offline device refuses every request"),
        ),
    ),
    because="After an error that its recovery could not repair (or when the transport gave the "
    "disk up) the SCSI or NVMe layer sets the device offline and fails every request at once. It "
    "does not come back by itself.",
    confirm="cat /sys/block/{entity}/device/state; dmesg | grep {entity}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DATA_RISK,
            text="find out from the kernel's log whether disk, cable, controller or fabric failed; "
            "when that is repaired, set {entity} running, check what lies on it, resume the VMs",
            command="echo running > /sys/block/{entity}/device/state",
            do_not="set it running before the cause is known: it goes offline again in the middle "
            "of writes; do not rescan the host while other devices of it are in error handling",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DATA_RISK,
            text="disable the compute service until the disk is replaced, evacuate its servers",
            command="openstack compute service set --disable HOST nova-compute",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DATA_RISK,
            text="replace the disk; first move what can be read of it to another storage",
            command="qm disk move VMID DISK STORAGE",
        ),
    ),
    confused_with=("storage_backend_failing", "storage_backend_slow", "iscsi_session_lost"),
    references=(
        "https://docs.kernel.org/scsi/scsi_mid_low_api.html",
        "https://docs.kernel.org/scsi/scsi_eh.html",
    ),
    maturity=Maturity.INJECTED,
)
