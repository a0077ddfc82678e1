"""The VM runs on QEMU's translator although the host has KVM."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import domain, kvm_use

FAULT = Fault(
    id="domain_without_kvm",
    title="the VM runs without KVM, which its host has",
    layer=Layer.MANAGEMENT,
    of=Kind.DOMAIN,
    path=Path.CPU,
    rate=Guess(0.03, "a definition made where /dev/kvm was missing, or type qemu by mistake"),
    risk=True,
    only_if=(Is(kvm_use.HOST_KVM, ("available",)),),
    signs=(
        Check(
            clause=Is(domain.ACCELERATOR, ("tcg",)),
            sensitivity=Guess(0.98, "QEMU's command line says it"),
            false_alarm=Guess(0.05, "a foreign architecture, which KVM cannot run"),
        ),
        Check(
            clause=Is(kvm_use.HOST_KVM, ("available",)),
            sensitivity=Guess(0.98, "the device and the CPU's flag are both looked at"),
            false_alarm=Guess(0.10, "a host that runs guests by KVM anyway has few by TCG"),
        ),
    ),
    because="TCG translates each instruction of the guest in software; KVM lets the CPU execute "
    "it. The guest is many times slower, and its CPU time shows as the QEMU process "
    "being busy.",
    confirm="virsh dumpxml {domain} --xpath 'string(/domain/@type)'",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="change <domain type='qemu'> to 'kvm' while the VM is off, and start it again",
            command="virsh edit {domain}",
            do_not="change it for a guest of another architecture: KVM cannot run that",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="set virt_type=kvm in nova.conf of the host, then stop and start the server",
            command="grep virt_type /etc/nova/nova.conf",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="switch KVM hardware virtualization on, then stop and start the VM",
            command="qm set VMID --kvm 1",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="remove useEmulation from the KubeVirt resource, then restart the VM",
            command="kubectl -n kubevirt get kubevirt -o yaml",
        ),
    ),
    references=(
        "https://libvirt.org/formatdomain.html#element-and-attribute-overview",
        "https://www.qemu.org/docs/master/system/introduction.html",
    ),
    maturity=Maturity.DRAFT,
)
