"""The guest needs more memory than it was given, and nobody has taken any from it."""

from downstack.effects.guest import guest_memory_stalls
from downstack.fault import AtMost, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import memory_room

FAULT = Fault(
    id="guest_out_of_memory",
    title="the guest is out of memory by itself",
    layer=Layer.GUEST,
    of=Kind.GUEST,
    path=Path.MEMORY,
    rate=Guess(0.04, "a leak, a cache without a limit, a flavour too small"),
    signs=(
        Check(
            clause=AtMost(memory_room.TAKEN_RATIO, 0.05),
            sensitivity=Guess(0.95, "it has all the memory that it was started with"),
            false_alarm=Guess(0.45, "most guests always have"),
        ),
    ),
    leads_to=(
        Leads(
            to=guest_memory_stalls.EFFECT,
            strength=Guess(0.95, "what does not fit is swapped, thrashed or killed"),
        ),
    ),
    because="Programs inside use more memory than the guest has, and the balloon holds none of it: "
    "no layer below withholds memory.",
    confirm="in the guest: free -m; vmstat 2 3; dmesg | grep -i 'killed process'",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="find the process that grows; else raise the maximum and restart the VM",
            command="virsh setmaxmem {domain} SIZE_KIB --config",
            do_not="add swap on the VM's disk as a cure: it turns a kill into hours of crawling",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="find the process that grows; else resize the server to a flavour with more RAM",
            command="openstack server resize --flavor BIGGER SERVER",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="find the process that grows; else give the VM more memory (at once only with "
            "memory hotplug)",
            command="qm set VMID --memory MIB",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="find the process that grows; else raise spec.template.spec.domain.memory.guest "
            "(live only where the cluster allows memory hotplug)",
            command="kubectl edit vm VM",
        ),
    ),
    confused_with=("balloon_squeezed", "guest_memory_swapped_by_host"),
    references=(
        "https://docs.kernel.org/admin-guide/mm/concepts.html",
        "https://kubevirt.io/user-guide/compute/memory_hotplug/",
    ),
    maturity=Maturity.INJECTED,
)
