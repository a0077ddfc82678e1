"""The iSCSI session of a disk of the host is lost."""

from downstack.effects.storage import device_fails, device_stalls
from downstack.fault import Check, Fault, Guess, Is, IsNot, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Path, Platform
from downstack.signals import device_mapper, iscsi

FAULT = Fault(
    id="iscsi_session_lost",
    title="the iSCSI session of a disk of the host is lost",
    layer=Layer.STORAGE,
    of=Kind.BLOCK_DEVICE,
    path=Path.STORAGE,
    rate=Guess(0.02, "targets that restart, and networks that are cut"),
    only_if=(
        IsNot(iscsi.SESSION, ("none",)),
        IsNot(device_mapper.PATH_OF, ("yes",)),
    ),
    signs=(
        Check(
            clause=Is(iscsi.SESSION, ("failed", "free")),
            sensitivity=Guess(0.90, "found out after the ping's time-out, 10 s by default"),
            false_alarm=Guess(0.002, "a session that logs in again in this moment"),
            level=Level.L0,
        ),
    ),
    leads_to=(
        Leads(
            to=device_stalls.EFFECT,
            strength=Guess(0.90, "requests wait for the session until its recovery time-out"),
        ),
        Leads(
            to=device_fails.EFFECT,
            strength=Guess(0.60, "after the recovery time-out they fail"),
        ),
    ),
    because="The initiator has lost its connection to the target. The kernel blocks the disk and "
    "keeps its requests for recovery_tmo seconds (120 by default); then it fails them all.",
    confirm="iscsiadm -m session -P 3; cat /sys/class/iscsi_session/*/state",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="bring the target or the network to it back: the session logs in again and the "
            "requests go on; beyond the time-out check the filesystems on {entity}",
            command="iscsiadm -m session -P 3; iscsiadm -m node",
            do_not="log the session out while VMs have the disk open; do not lower recovery_tmo "
            "without multipath above it: a short cut of the network becomes an I/O error",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="look at the Cinder backend and the network of the compute node to it",
            command="openstack volume service list; iscsiadm -m session",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="look at the target and the storage network of this node",
            command="pvesm status; iscsiadm -m session",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="look at the CSI driver's target and the node's network to it",
            command="kubectl get volumeattachment",
        ),
    ),
    confused_with=("storage_backend_silent", "block_device_offline"),
    references=(
        "https://docs.kernel.org/scsi/scsi_transport_iscsi.html",
        "https://github.com/open-iscsi/open-iscsi/blob/master/README",
    ),
    maturity=Maturity.INJECTED,
)
