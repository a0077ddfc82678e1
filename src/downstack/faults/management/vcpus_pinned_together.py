"""vCPUs are bound to a CPU that somebody else occupies, while other CPUs have room."""

from downstack.effects.host import vcpu_contended
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk, Witness
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import cpu_room, qemu_process, vcpu

FAULT = Fault(
    id="vcpus_pinned_together",
    title="its vCPUs are pinned to a CPU that others occupy",
    layer=Layer.MANAGEMENT,
    of=Kind.DOMAIN,
    path=Path.CPU,
    rate=Guess(0.015, "pins are copied from one definition to the next"),
    only_if=(Above(cpu_room.MAX_FORBIDDEN_CPUS, 0),),
    signs=(
        Check(
            clause=Above(vcpu.MAX_PINNED_SHARERS, 1),
            sensitivity=Guess(0.75, "the other may be a vCPU with the same pin, or any program"),
            false_alarm=Guess(0.05, "vCPUs that share a CPU and take turns without harm"),
        ),
        Check(
            clause=Above(cpu_room.IDLE_CPUS_OF_HOST, 0.25),
            sensitivity=Guess(0.90, "only a pin makes a thread wait beside an idle CPU"),
            false_alarm=Guess(0.20, "CPUs that are idle in turns on a host that is nearly full"),
        ),
    ),
    leads_to=(
        Leads(
            to=vcpu_contended.EFFECT,
            via=(Edge.VCPU_OF.inverse,),
            strength=Guess(0.90, "the scheduler may not move it to an idle CPU"),
        ),
    ),
    because="Its vCPUs may run on a few CPUs only, and somebody else is busy there; the scheduler "
    "may not move them to the CPUs that are idle.",
    confirm="virsh vcpupin {domain}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="pin the vCPUs to CPUs of their own, or let them run on all (0-N); --config makes "
            "it last",
            command="virsh vcpupin {domain} 0 0-N --live",
            do_not="unpin a real-time VM whose CPUs are isolated (isolcpus): pin it elsewhere",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="dedicated servers share CPUs when cpu_dedicated_set and cpu_shared_set overlap, "
            "or after a live migration of an old release: correct nova.conf and migrate the server",
            command="openstack server migrate --live-migration SERVER",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="remove or correct the affinity of the VM; it takes effect at its next start",
            command="qm set VMID --delete affinity",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="look for programs on the VM's dedicated CPUs; with isolateEmulatorThread QEMU's "
            "own threads get a CPU of their own",
            command="kubectl get vmi VMI -o jsonpath='{.spec.domain.cpu}'",
        ),
    ),
    witness=(
        Witness(
            text="CPU time among the host's VMs",
            signal=qemu_process.CPU_USED,
            via=(Edge.HOSTS.inverse, Edge.HOSTS),
        ),
    ),
    confused_with=("host_cpu_overcommit",),
    references=(
        "https://libvirt.org/formatdomain.html#cpu-tuning",
        "https://docs.openstack.org/nova/latest/admin/cpu-topologies.html",
    ),
    maturity=Maturity.INJECTED,
)
