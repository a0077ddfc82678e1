"""The NBD server of a disk is gone: QEMU has no connection to it any more."""

from downstack.effects.qemu import disk_failing, disk_stalled
from downstack.fault import AtMost, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import backend, backend_connection

FAULT = Fault(
    id="nbd_server_gone",
    title="the NBD server of the disk is gone",
    layer=Layer.STORAGE,
    of=Kind.BACKEND,
    path=Path.STORAGE,
    rate=Guess(0.02, "an NBD server is one process, and few restart it"),
    only_if=(
        Is(backend.TYPE, ("nbd",)),
        Is(backend_connection.TRANSPORT, ("tcp",)),
    ),
    signs=(
        Check(
            clause=AtMost(backend_connection.ESTABLISHED, 0),
            sensitivity=Guess(0.97, "QEMU keeps its connection as long as there is a server"),
            false_alarm=Guess(0.005, "a reconnection in this very moment"),
            level=Level.L2,
        ),
    ),
    leads_to=(
        Leads(
            to=disk_failing.EFFECT,
            via=(Edge.BACKS,),
            strength=Guess(0.95, "without reconnect-delay every request fails at once"),
        ),
        Leads(
            to=disk_stalled.EFFECT,
            via=(Edge.BACKS,),
            strength=Guess(0.30, "with reconnect-delay requests wait for the server first"),
        ),
    ),
    because="QEMU has no connection to its NBD server. It does not wait for one by itself: unless "
    "the disk has a reconnect-delay, all requests fail from then on, also when the server is back.",
    confirm="ss -tnp dport = :10809; virsh domblkerror {domain}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="start the server of {entity} again, then restart the VM (or detach and attach "
            "the disk): QEMU connects anew only then; define <reconnect delay='30'/> in the "
            "disk's <source> for the next time",
            command="virsh domblklist {domain} --details; virsh reboot {domain}",
            do_not="write to the export with another program before the VM is stopped; do not "
            "run fsck in the guest while its disk fails",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="bring the NBD server of the volume back, then hard-reboot the server",
            command="openstack server reboot --hard SERVER",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="bring the NBD server back, then stop and start the VM",
            command="qm stop VMID; qm start VMID",
        ),
    ),
    confused_with=("storage_backend_failing", "storage_backend_silent"),
    references=(
        "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
        "https://www.qemu.org/docs/master/interop/qemu-qmp-ref.html#qapidoc-struct-BlockdevOptionsNbd",
    ),
    maturity=Maturity.INJECTED,
)
