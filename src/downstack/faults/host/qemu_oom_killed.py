"""The kernel of the host has killed QEMU for lack of memory."""

from downstack.effects.qemu import domain_stopped
from downstack.fault import Above, AtMost, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Path, Platform
from downstack.signals import domain, oom

FAULT = Fault(
    id="qemu_oom_killed",
    title="the host killed QEMU for lack of memory",
    layer=Layer.HOST,
    of=Kind.DOMAIN,
    path=Path.MEMORY,
    rate=Guess(0.022, "QEMU is the largest process of the host: the OOM killer's first choice"),
    only_if=(Is(domain.STATE_REASON, ("shutoff_crashed",)),),
    signs=(
        Check(
            clause=Above(oom.KILLS_ON_HOST, 0),
            sensitivity=Guess(0.93, "the kernel logs each kill; the log may have been cleared"),
            false_alarm=Guess(0.05, "another VM of the host was killed within the hour"),
            level=Level.L2,
        ),
        Check(
            clause=AtMost(oom.KILL_GAP, 5),
            sensitivity=Guess(0.98, "libvirt sees the end of QEMU at once"),
            false_alarm=Guess(0.02, "another VM of the host was killed in these seconds"),
            level=Level.L2,
        ),
    ),
    leads_to=(
        Leads(
            to=domain_stopped.EFFECT,
            strength=Guess(0.98, "SIGKILL: QEMU has no chance to save anything"),
        ),
    ),
    because="The host, or the memory cgroup that QEMU runs in, was out of memory, and the kernel "
    "killed QEMU: for libvirt it just vanished.",
    confirm="dmesg -T | grep -iE 'oom-kill:|out of memory'  # constraint= says whose limit",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="if the log says CONSTRAINT_MEMCG, raise or remove the VM's hard_limit (QEMU "
            "needs more than the guest's memory, and nobody knows how much); else move VMs away "
            "first; then start it",
            command="virsh memtune {domain} --hard-limit -1 --config && virsh start {domain}",
            do_not="start it again before there is memory: the kernel kills the next largest VM",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="lower ram_allocation_ratio, raise reserved_host_memory_mb, then start the server "
            "on another host",
            command="openstack server start SERVER",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="free memory on the node (lower zfs_arc_max, move VMs), then start the VM",
            command="qm start VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="the pod's memory limit left QEMU too little: raise "
            "additionalGuestMemoryOverheadRatio or drop the limit (KubeVirt adds the overhead)",
            command="kubectl describe pod POD  # Last State: OOMKilled",
        ),
    ),
    confused_with=("qemu_crashed",),
    references=(
        "https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files",
        "https://libvirt.org/formatdomain.html#memory-tuning",
    ),
    maturity=Maturity.INJECTED,
)
