"""QEMU ended by itself or by a signal, and not for lack of memory."""

from downstack.effects.qemu import domain_stopped
from downstack.fault import Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform
from downstack.signals import domain

FAULT = Fault(
    id="qemu_crashed",
    title="QEMU crashed or was killed",
    layer=Layer.QEMU,
    of=Kind.DOMAIN,
    path=None,
    rate=Guess(0.024, "a bug in a device model, an assertion, a kill -9: as rare as an OOM kill"),
    only_if=(
        Is(domain.STATE_REASON, ("shutoff_crashed",)),
        Is(domain.MANAGER, ("libvirt",)),
    ),
    leads_to=(
        Leads(
            to=domain_stopped.EFFECT,
            strength=Guess(0.98, "without its QEMU there is no VM"),
        ),
    ),
    because="libvirt lost the connection to QEMU without a shutdown of the guest and without a "
    "command to destroy it: the process ended on its own or by a signal.",
    confirm="tail -n 20 /var/log/libvirt/qemu/{domain}.log; journalctl -k -g 'qemu|segfault'; "
    "coredumpctl list",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="read the last lines of its log (an assertion names the device), keep the core, "
            "then start it again",
            command="virsh start {domain}",
            do_not="start it before you know that no other host runs it: two would write to one "
            "image",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="start the server again; Nova shows it as SHUTOFF or ERROR",
            command="openstack server start SERVER",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="start the VM again, or let the HA manager do so",
            command="qm start VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="runStrategy Always starts a new pod; read the log of the old one",
            command="kubectl logs --previous POD -c compute",
        ),
    ),
    confused_with=("guest_kernel_panicked", "qemu_oom_killed"),
    references=(
        "https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainShutoffReason",
        "https://man7.org/linux/man-pages/man1/coredumpctl.1.html",
    ),
    maturity=Maturity.INJECTED,
)
