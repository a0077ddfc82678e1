"""The definition allows the vCPUs less CPU time than the guest needs."""

from downstack.effects.management import vcpu_throttled
from downstack.effects.qemu import disk_slow
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import cpu_room

FAULT = Fault(
    id="domain_cpu_quota",
    title="a CPU quota stops the VM's vCPUs",
    layer=Layer.MANAGEMENT,
    of=Kind.DOMAIN,
    path=Path.CPU,
    rate=Guess(0.02, "quotas are set by flavours, limits and plans, and then forgotten"),
    signs=(
        Check(
            clause=Above(cpu_room.MAX_THROTTLED_PERIODS_RATIO, 0.20),
            sensitivity=Guess(0.95, "a guest that wants more uses its quota up nearly each period"),
            false_alarm=Guess(0.03, "short bursts that a generous quota cuts now and then"),
        ),
    ),
    leads_to=(
        Leads(
            to=vcpu_throttled.EFFECT,
            via=(Edge.VCPU_OF.inverse,),
            strength=Guess(0.95, "the kernel stops a thread whose quota is used up"),
        ),
        Leads(
            to=disk_slow.EFFECT,
            via=(Edge.DISK_OF.inverse,),
            strength=Guess(0.08, "a vCPU that is stopped while it holds QEMU's lock stops others"),
        ),
    ),
    because="The kernel stops a vCPU for the rest of each period once its quota is used up, "
    "however idle the host is; the guest counts the stop as steal.",
    confirm="virsh schedinfo {domain}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="raise or remove the quota (-1: none); --config makes it last",
            command="virsh schedinfo {domain} --live --set vcpu_quota=-1",
            do_not="move the VM to an idle host: the quota goes with it",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="resize the server to a flavour without quota:cpu_quota; a changed flavour does "
            "not reach servers that exist",
            command="openstack flavor show FLAVOR -c properties",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="raise or remove the CPU limit of the VM; it takes effect at once",
            command="qm set VMID --delete cpulimit",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="remove the CPU limit from the VM, or the namespace's LimitRange or "
            "ResourceQuota that sets one, and restart or migrate the VM",
            command="kubectl get vmi VMI -o jsonpath='{.spec.domain.resources}'",
        ),
    ),
    confused_with=("host_cpu_overcommit",),
    references=(
        "https://docs.kernel.org/scheduler/sched-bwc.html",
        "https://libvirt.org/formatdomain.html#cpu-tuning",
        "https://docs.openstack.org/nova/latest/admin/resource-limits.html",
    ),
    maturity=Maturity.INJECTED,
)
