"""A job copies the disk at the moment: a backup, a mirror, a merge of snapshots."""

from downstack.effects.qemu import disk_slow
from downstack.fault import Above, Check, Fault, Guess, IsNot, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import disk_trouble

FAULT = Fault(
    id="block_job_running",
    title="a backup or another block job copies the disk at the moment",
    layer=Layer.MANAGEMENT,
    of=Kind.DISK,
    path=Path.STORAGE,
    rate=Guess(0.04, "backups run every night and take the bandwidth that there is"),
    only_if=(IsNot(disk_trouble.BLOCK_JOB, ("none",)),),
    signs=(
        Check(
            clause=Above(disk_trouble.BLOCK_JOB_LEFT, 0),
            sensitivity=Guess(0.95, "a job that still has data to copy"),
            false_alarm=Guess(0.01, "a slow disk that happens to be backed up as well"),
        ),
    ),
    leads_to=(
        Leads(
            to=disk_slow.EFFECT,
            strength=Guess(0.70, "without a limit the job keeps the storage's queue full"),
        ),
    ),
    because="The job reads or writes the same storage as the guest, in large requests and as many "
    "at once as it may; the guest's requests queue behind them. It ends by itself.",
    confirm="virsh blockjob {domain} {device} --info; virsh domjobinfo {domain}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="limit the job's bandwidth, or wait for its end; plan it for a quiet hour",
            command="virsh blockjob {domain} {device} --bandwidth 20",
            do_not="destroy the VM or delete files of the job: the chain of images would be left "
            "half done; end a job by blockjob --abort (a backup by domjobabort)",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="wait for the snapshot, or the live migration with block copy, to end",
            command="openstack server migration list; openstack server event list SERVER",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="limit the bandwidth of the backup job (KiB/s), in /etc/vzdump.conf for all; a "
            "fleecing image keeps a slow backup target away from the guest's writes",
            command="vzdump VMID --bwlimit 50000 --fleecing enabled=1,storage=FAST",
            versions="fleecing: Proxmox VE 8.2",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="wait for the storage migration or the backup to end",
            command="kubectl get vmim,vmsnapshot",
        ),
    ),
    confused_with=("storage_backend_slow", "disk_iotune_throttle"),
    references=(
        "https://libvirt.org/manpages/virsh.html#blockjob",
        "https://www.qemu.org/docs/master/interop/live-block-operations.html",
    ),
    maturity=Maturity.INJECTED,
)
