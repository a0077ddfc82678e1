"""The balloon has taken memory that the guest needs."""

from downstack.effects.guest import guest_memory_stalls
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import balloon

FAULT = Fault(
    id="balloon_squeezed",
    title="the balloon has taken memory that the guest needs",
    layer=Layer.MANAGEMENT,
    of=Kind.DOMAIN,
    path=Path.MEMORY,
    rate=Guess(0.02, "automatic ballooning on full hosts, a setmem that was forgotten"),
    only_if=(Above(balloon.TAKEN_RATIO, 0.05),),
    signs=(
        Check(
            clause=Above(balloon.TAKEN_RATIO, 0.15),
            sensitivity=Guess(0.90, "what a guest misses is seldom less"),
            false_alarm=Guess(0.20, "a VM that was given a large maximum to grow into"),
        ),
    ),
    leads_to=(
        Leads(
            to=guest_memory_stalls.EFFECT,
            via=(Edge.INSIDE,),
            strength=Guess(0.90, "the guest cannot refuse, it reclaims and swaps"),
        ),
    ),
    because="The balloon holds part of the memory that the guest was started with, and with the "
    "rest the guest swaps or thrashes.",
    confirm="virsh dommemstat {domain}  # actual below the maximum of virsh dominfo, usable small",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="give the memory back, up to the maximum, if the host has it free",
            command="virsh setmem {domain} MAXIMUM_KIB --live",
            do_not="give it back on a host that is short of memory itself: the host would swap",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="Nova itself moves no balloon: find who does (MOM, a script), stop it, and give "
            "the memory back on the compute node",
            command="virsh dommemstat {domain}",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="raise the minimum memory of the VM; balloon 0 turns ballooning off at its next "
            "start (pvestatd squeezes VMs once the node is 80 % full)",
            command="qm set VMID --balloon MINIMUM_MIB",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="KubeVirt moves no balloon itself: find who does, and give the memory back in "
            "the virt-launcher pod",
            command="kubectl exec POD -c compute -- virsh dommemstat 1",
        ),
    ),
    confused_with=("guest_out_of_memory",),
    references=(
        "https://libvirt.org/formatdomain.html#memory-balloon-device",
        "https://pve.proxmox.com/wiki/Dynamic_Memory_Management",
    ),
    maturity=Maturity.INJECTED,
)
