"""libvirt's daemon does not run: its VMs go on, and nobody can manage them."""

from downstack.effects.management import domain_unmanaged
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Platform
from downstack.signals import daemon

FAULT = Fault(
    id="libvirtd_down",
    title="libvirt's daemon does not run",
    layer=Layer.MANAGEMENT,
    of=Kind.DAEMON,
    path=None,
    rate=Guess(0.02, "a crash, a failed upgrade or a full disk ends it now and then"),
    signs=(
        Check(
            clause=Is(daemon.STATE, ("down",)),
            sensitivity=Guess(0.98, "its socket is gone or refuses every connection"),
            false_alarm=Guess(0.002, "a restart within this very second"),
            level=Level.L0,
        ),
    ),
    leads_to=(
        Leads(
            to=domain_unmanaged.EFFECT,
            via=(Edge.MANAGES,),
            strength=Guess(0.98, "libvirt is the only way to its VMs"),
        ),
    ),
    because="Nobody listens on libvirt's socket. The QEMU processes are not its children in any "
    "way that matters: they go on, and the daemon finds them again when it starts.",
    confirm="virsh -c qemu:///system version; systemctl status libvirtd virtqemud",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="start the daemon: running VMs stay as they are; read why it ended first",
            command="journalctl -u libvirtd -u virtqemud -n 50; "
            "systemctl start libvirtd || systemctl start virtqemud.socket",
            do_not="kill QEMU processes or reboot the host to get it back: the VMs are fine",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="start libvirt on the compute node, then nova-compute, which loses its connection",
            command="systemctl start libvirtd && systemctl restart nova-compute",
            do_not="evacuate the host: its servers run, two copies would write to one volume",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="Proxmox VE does not use libvirt: look at its own daemons",
            command="systemctl status pvedaemon qmeventd",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="virtqemud runs inside the virt-launcher pod: read the pod's log; virt-launcher "
            "ends with it, so migrate the VM away as soon as it answers",
            command="kubectl logs POD -c compute",
        ),
    ),
    confused_with=("qemu_hung",),
    references=(
        "https://libvirt.org/daemons.html",
        "https://libvirt.org/manpages/libvirtd.html",
    ),
    maturity=Maturity.INJECTED,
)
