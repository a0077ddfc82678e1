"""The guest's clock is wrong: after a pause, a restore, or without a time server."""

from downstack.effects.guest import guest_clock_off
from downstack.fault import Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform

FAULT = Fault(
    id="guest_clock_wrong",
    title="the guest's clock is wrong",
    layer=Layer.GUEST,
    of=Kind.GUEST,
    path=None,
    rate=Guess(0.02, "paused, restored or migrated VMs whose time service gave up"),
    leads_to=(
        Leads(
            to=guest_clock_off.EFFECT,
            strength=Guess(0.98, "the two clocks are compared directly"),
        ),
    ),
    because="The agent's time and the host's differ by seconds. A VM that was paused, saved or "
    "restored wakes with the old time, and most time services refuse to jump that far.",
    confirm="virsh domtime {domain} --pretty; date -u; in the guest: chronyc tracking",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="set the guest's time once, then let its time service follow (chrony with "
            "makestep, or the ptp_kvm clock of the host)",
            command="virsh domtime {domain} --now",
            do_not="jump the clock back under a database, etcd or Ceph monitor: stop it first",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="let chrony inside step the clock; give the server a time source it can reach",
            command="in the guest: chronyc makestep; chronyc sources -v",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="let chrony inside step the clock; a Windows guest needs localtime set right",
            command="in the guest: chronyc makestep; qm config VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="let chrony inside step the clock; check spec.domain.clock",
            command="virtctl ssh VM -- sudo chronyc makestep",
        ),
    ),
    references=(
        "https://libvirt.org/manpages/virsh.html#domtime",
        "https://docs.kernel.org/virt/kvm/x86/timekeeping.html",
    ),
    maturity=Maturity.INJECTED,
)
