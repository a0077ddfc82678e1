"""The host is short of memory: whoever wants some has to free some first."""

from downstack.effects.guest import domain_memory_stalls
from downstack.effects.host import qemu_waits_for_swap
from downstack.effects.kubernetes import node_under_pressure
from downstack.fault import (
    Above,
    AtMost,
    Check,
    Fault,
    Guess,
    Leads,
    Maturity,
    Remedy,
    Risk,
    Witness,
)
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import host_memory, qemu_process

FAULT = Fault(
    id="host_memory_pressure",
    title="the host is short of memory",
    layer=Layer.HOST,
    of=Kind.HOST,
    path=Path.MEMORY,
    rate=Guess(0.02, "field guide: memory overcommit"),
    signs=(
        Check(
            clause=Above(host_memory.DIRECT_SCAN_RATE, 1000),
            sensitivity=Guess(0.85, "kswapd alone does not keep up, so tasks reclaim themselves"),
            false_alarm=Guess(0.02, "one large allocation, a copy that fills the page cache"),
        ),
        Check(
            clause=AtMost(host_memory.AVAILABLE_RATIO, 0.05),
            sensitivity=Guess(0.85, "nothing is left that could be freed without swapping"),
            false_alarm=Guess(0.05, "a host full of huge pages has little left on purpose"),
        ),
        Check(
            clause=Above(host_memory.WAITING_RATIO, 0.10),
            sensitivity=Guess(0.90, "the kernel counts the time that tasks lose to reclaim"),
            false_alarm=Guess(0.03, "a program that runs into the limit of its own cgroup"),
        ),
    ),
    leads_to=(
        Leads(
            to=qemu_waits_for_swap.EFFECT,
            via=(Edge.HOSTS,),
            strength=Guess(0.70, "guest memory is what there is most of to swap out"),
        ),
        Leads(
            to=domain_memory_stalls.EFFECT,
            via=(Edge.HOSTS,),
            strength=Guess(0.60, "a guest that touches new memory waits for reclaim"),
        ),
        Leads(
            to=node_under_pressure.EFFECT,
            via=(Edge.BEARS,),
            strength=Guess(0.6, "a node of metal is short when its host is"),
        ),
    ),
    because="The host has no memory left, so a vCPU that touches a new page must wait until the "
    "kernel has freed another one, and guest memory is swapped out.",
    confirm="vmstat -w 2 3; cat /proc/pressure/memory; ps -eo rss,args --sort=-rss | head",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="live-migrate a large VM to another host, or lower the balloon of one that has "
            "memory to spare (virsh setmem VM SIZE --live)",
            command="virsh migrate --live --persistent VM qemu+ssh://OTHER_HOST/system",
            do_not="drop the page cache: it is what the kernel frees by itself already",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="live-migrate servers away, then lower ram_allocation_ratio and raise "
            "reserved_host_memory_mb (QEMU's own memory and the page cache count too)",
            command="openstack server migrate --live-migration SERVER",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="migrate a VM to another node; on ZFS lower zfs_arc_max",
            command="qm migrate VMID TARGET_NODE --online",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="migrate VMs away and reserve memory on the node (kubelet systemReserved)",
            command="kubectl describe node NODE",
        ),
    ),
    witness=(
        Witness(
            text="memory among the host's VMs",
            signal=qemu_process.RESIDENT,
            via=(Edge.HOSTS,),
        ),
    ),
    confused_with=("guest_memory_swapped_by_host",),
    references=(
        "https://docs.kernel.org/accounting/psi.html",
        "https://docs.kernel.org/admin-guide/mm/concepts.html",
        "https://docs.openstack.org/nova/latest/configuration/config.html",
    ),
    maturity=Maturity.DRAFT,
)
