"""The host has more work than CPUs: its VMs take turns."""

from downstack.effects.host import vcpu_contended
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk, Witness
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import host_cpu, qemu_process

FAULT = Fault(
    id="host_cpu_overcommit",
    title="the host has more runnable vCPUs than CPUs",
    layer=Layer.HOST,
    of=Kind.HOST,
    path=Path.CPU,
    rate=Guess(0.03, "field guide: steal by overcommit is the second most common cause"),
    signs=(
        Check(
            clause=Above(host_cpu.BUSY_RATIO, 0.90),
            sensitivity=Guess(0.95, "while somebody waits for any CPU, no CPU is idle for long"),
            false_alarm=Guess(0.10, "a host that is busy and just copes"),
        ),
        Check(
            clause=Above(host_cpu.WAITING_RATIO, 0.50),
            sensitivity=Guess(0.95, "with more tasks than CPUs there is always one that waits"),
            false_alarm=Guess(0.15, "a single crowded CPU, work that comes in bursts"),
        ),
    ),
    leads_to=(
        Leads(
            to=vcpu_contended.EFFECT,
            via=(Edge.RUNS,),
            strength=Guess(0.90, "the scheduler shares out the CPUs; only a weight spares a VM"),
        ),
    ),
    because="All CPUs of the host are busy and more threads are runnable than there are CPUs, so a "
    "vCPU that wants to run waits for its turn; the guest counts that time as steal.",
    confirm="perf sched record -- sleep 5; perf sched latency --sort max",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="live-migrate this VM, or better the busiest neighbour, to a host with idle CPUs; "
            "until then lower the neighbour's weight (virsh schedinfo NEIGHBOUR cpu_shares=256)",
            command="virsh migrate --live --persistent VM qemu+ssh://OTHER_HOST/system",
            do_not="add vCPUs to the VM: they queue for the same CPUs and add spinning on locks",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="live-migrate a busy server away, then lower cpu_allocation_ratio of this "
            "compute node so that the scheduler does not fill it again",
            command="openstack server migrate --live-migration SERVER",
            do_not="lower the ratio alone: it moves nothing that already runs",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="migrate a busy VM to a node with idle CPUs; until then cap the busiest "
            "neighbour with cpulimit, or give this VM more cpuunits",
            command="qm migrate VMID TARGET_NODE --online",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="live-migrate the VM to another node; raise its CPU request, or lower "
            "cpuAllocationRatio (10 by default: one CPU is promised to ten vCPUs)",
            command="virtctl migrate VM",
        ),
    ),
    witness=(
        Witness(
            text="CPU time among the host's VMs",
            signal=qemu_process.CPU_USED,
            via=(Edge.HOSTS,),
        ),
    ),
    confused_with=("domain_cpu_quota", "vcpus_pinned_together"),
    references=(
        "https://docs.kernel.org/scheduler/sched-stats.html",
        "https://docs.kernel.org/accounting/psi.html",
        "https://docs.openstack.org/nova/latest/admin/configuration/schedulers.html",
    ),
    maturity=Maturity.INJECTED,
)
