"""The guest has more work than its vCPUs can do, and nobody holds them back."""

from downstack.effects.guest import guest_cpu_starved
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import cpu_room

FAULT = Fault(
    id="guest_busy",
    title="the guest has more work than its vCPUs can do",
    layer=Layer.GUEST,
    of=Kind.GUEST,
    path=Path.CPU,
    rate=Guess(0.05, "the commonest reason for slowness that no layer below is to blame for"),
    signs=(
        Check(
            clause=Above(cpu_room.USED_BY_GUEST_RATIO, 0.85),
            sensitivity=Guess(0.97, "a vCPU with a queue of tasks never rests"),
            false_alarm=Guess(0.10, "a guest that computes all day and lacks nothing"),
        ),
    ),
    leads_to=(
        Leads(
            to=guest_cpu_starved.EFFECT,
            strength=Guess(0.95, "more tasks than vCPUs: some wait"),
        ),
    ),
    because="A vCPU runs all the time and gets all the time it wants, and tasks inside still wait "
    "for it: the work is the guest's own, the layers below do their part.",
    confirm="in the guest: uptime; top -b -n 1 -o %CPU; cat /proc/pressure/cpu",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="find the process inside that computes; add vCPUs only if it can use more than "
            "one (the definition's maximum must allow it)",
            command="virsh setvcpus {domain} COUNT --live",
            do_not="move the VM to another host: it would be as busy there",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="find the process inside; else resize the server to a flavour with more vCPUs",
            command="openstack server resize --flavor BIGGER SERVER",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="find the process inside; else plug in vCPUs (hotplug: cpu) up to sockets x cores",
            command="qm set VMID --vcpus COUNT",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="find the process inside; else raise spec.template.spec.domain.cpu.sockets "
            "(live only where the cluster allows CPU hotplug)",
            command="kubectl edit vm VM",
        ),
    ),
    confused_with=("host_cpu_overcommit", "domain_cpu_quota"),
    references=(
        "https://docs.kernel.org/accounting/psi.html",
        "https://kubevirt.io/user-guide/compute/cpu_hotplug/",
    ),
    maturity=Maturity.INJECTED,
)
