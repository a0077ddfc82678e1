"""The host has swapped out memory that the guest uses."""

from downstack.effects.host import qemu_waits_for_swap
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import memory_room, qemu_process

FAULT = Fault(
    id="guest_memory_swapped_by_host",
    title="the host has swapped out memory that the guest uses",
    layer=Layer.HOST,
    of=Kind.DOMAIN,
    path=Path.MEMORY,
    rate=Guess(0.02, "field guide: host swapping makes VMs collapse"),
    only_if=(Above(qemu_process.SWAPPED, 0),),
    signs=(
        Check(
            clause=Above(memory_room.SWAPPED_RATIO, 0.02),
            sensitivity=Guess(0.95, "what is read back was written out before, and more of it"),
            false_alarm=Guess(0.20, "old pages that nobody misses"),
        ),
    ),
    leads_to=(
        Leads(
            to=qemu_waits_for_swap.EFFECT,
            strength=Guess(0.95, "the guest cannot know which of its pages are away"),
        ),
    ),
    because="Part of the guest's memory lies in the host's swap; each time the guest touches such "
    "a page its vCPU stands still until the host has read it, and the guest sees nothing of it.",
    confirm="grep VmSwap /proc/{pid}/status; pidstat -r -p {pid} 2 3  # column majflt/s",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="raise the memory limit of the VM's cgroup if it has one (virsh memtune {domain}) "
            "or free memory on the host, then let the pages come back; vm.swappiness=1 keeps the "
            "host from writing them out again",
            command="sysctl vm.swappiness=1",
            do_not="run swapoff without as much free memory as swap is in use: it invokes the OOM "
            "killer",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="live-migrate servers away, then set ram_allocation_ratio=1.0 and raise "
            "reserved_host_memory_mb on this compute node",
            command="openstack server migrate --live-migration SERVER",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="migrate VMs to another node until the rest fits (count ZFS's ARC too), then "
            "lower vm.swappiness",
            command="qm migrate VMID TARGET_NODE --online",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="migrate the VM to a node with free memory; where swap is on for overcommit, "
            "lower memoryOvercommitPercentage",
            command="virtctl migrate VM",
        ),
    ),
    confused_with=("host_memory_pressure", "guest_out_of_memory"),
    references=(
        "https://docs.kernel.org/admin-guide/sysctl/vm.html",
        "https://libvirt.org/formatdomain.html#memory-tuning",
        "https://docs.openstack.org/nova/latest/configuration/config.html",
    ),
    maturity=Maturity.INJECTED,
)
