"""The guest's kernel panicked and its panic device told the host."""

from downstack.effects.qemu import domain_stopped
from downstack.fault import Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform
from downstack.signals import domain

FAULT = Fault(
    id="guest_kernel_panicked",
    title="the guest's kernel panicked",
    layer=Layer.GUEST,
    of=Kind.DOMAIN,
    path=None,
    rate=Guess(0.02, "a bug, a lost root filesystem or broken memory inside the guest"),
    only_if=(
        Is(domain.STATE_REASON, ("crashed_panicked", "paused_crashed")),
        Is(domain.MONITOR_STATUS, ("guest-panicked",)),
    ),
    leads_to=(
        Leads(
            to=domain_stopped.EFFECT,
            strength=Guess(0.98, "QEMU stops the vCPUs when the panic device is written to"),
        ),
    ),
    because="The guest's kernel wrote to the panic device (pvpanic) as its last act. Nothing below "
    "the guest stopped it: QEMU and the host did what the definition says for a crash.",
    confirm="virsh domstate {domain} --reason; virsh console {domain}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="read the panic on its serial console or screen, dump its memory if it comes "
            "again, then start it anew",
            command="virsh screenshot {domain}; "
            "virsh dump {domain} /var/tmp/{domain}.core --memory-only; virsh reset {domain}",
            do_not="reset it before the console or a dump was saved: the reason is only there",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="read the console log, then reboot hard",
            command="openstack console log show SERVER; openstack server reboot --hard SERVER",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="read the console, then reset",
            command="qm terminal VMID; qm reset VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="read the serial console log, dump the memory, then restart",
            command="virtctl memory-dump get VM --claim-name=DUMP; virtctl restart VM",
        ),
    ),
    confused_with=("guest_hung", "qemu_crashed"),
    references=(
        "https://www.qemu.org/docs/master/specs/pvpanic.html",
        "https://libvirt.org/formatdomain.html#events-configuration",
    ),
    maturity=Maturity.INJECTED,
)
