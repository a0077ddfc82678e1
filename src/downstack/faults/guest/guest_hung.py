"""The guest's kernel runs nothing any more, although QEMU does its part."""

from downstack.effects.guest import guest_silent
from downstack.fault import (
    Above,
    AtMost,
    Check,
    Fault,
    Guess,
    Is,
    IsNot,
    Leads,
    Maturity,
    Remedy,
    Risk,
)
from downstack.model import Kind, Layer, Level, Platform
from downstack.signals import domain_waits, guest_silence, qemu_process

FAULT = Fault(
    id="guest_hung",
    title="the guest hangs",
    layer=Layer.GUEST,
    of=Kind.DOMAIN,
    path=None,
    rate=Guess(0.004, "a panic without a panic device, a livelock, a real-time task gone wild"),
    only_if=(IsNot(qemu_process.PROCESS_STATE, ("stopped", "traced", "zombie", "dead")),),
    signs=(
        Check(
            clause=Above(guest_silence.MEAN_VCPU_USED, 0.95),
            sensitivity=Guess(0.50, "a livelock or a panicked kernel spins"),
            false_alarm=Guess(0.03, "a guest that computes on all its vCPUs"),
        ),
        Check(
            clause=AtMost(guest_silence.MEAN_VCPU_USED, 0.0005),
            sensitivity=Guess(0.40, "a deadlock with interrupts off stands still"),
            false_alarm=Guess(0.01, "even an idle guest has a timer"),
        ),
        Check(
            clause=Is(guest_silence.AGENT, ("silent",)),
            sensitivity=Guess(0.95, "the agent needs the guest's kernel to schedule"),
            false_alarm=Guess(0.03, "an agent that is stuck by itself"),
            level=Level.L3,
        ),
        Check(
            clause=AtMost(domain_waits.SUM_DISK_REQUESTS, 0),
            sensitivity=Guess(0.95, "nobody is left who would read or write"),
            false_alarm=Guess(0.30, "an idle guest"),
        ),
        Check(
            clause=AtMost(guest_silence.SENT_RATE, 0.5),
            sensitivity=Guess(0.80, "only the kernel's own replies are still sent"),
            false_alarm=Guess(0.20, "a guest without an agent or a client that sends now and then"),
        ),
    ),
    leads_to=(
        Leads(
            to=guest_silent.EFFECT,
            strength=Guess(0.97, "the balloon driver needs the guest's kernel to schedule"),
        ),
    ),
    because="The guest's drivers answer no more, while QEMU's monitor answers and the host gives "
    "the vCPUs the time they want: what stands still is inside the guest.",
    confirm="virsh screenshot {domain}; virsh send-key {domain} KEY_LEFTALT KEY_SYSRQ KEY_W",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="look at its console; make it tell where it hangs by an NMI (needs "
            "kernel.unknown_nmi_panic=1 and kdump inside); else dump its memory and reset it",
            command="virsh inject-nmi {domain}; "
            "virsh dump {domain} /var/tmp/{domain}.core --memory-only; virsh reset {domain}",
            do_not="reset it before the console or a dump was saved: the reason is only there",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="trigger a crash dump inside the guest, then reboot hard",
            command="openstack server dump create SERVER; openstack server reboot --hard SERVER",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="look at the console, send an NMI by the monitor, then reset",
            command="qm monitor VMID (nmi); qm reset VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="look at the console, dump the memory, then restart",
            command="virtctl console VM; virtctl memory-dump get VM --claim-name=DUMP; "
            "virtctl restart VM",
        ),
    ),
    confused_with=("qemu_hung", "guest_kernel_panicked"),
    references=(
        "https://docs.kernel.org/admin-guide/lockup-watchdogs.html",
        "https://libvirt.org/manpages/virsh.html#inject-nmi",
    ),
    maturity=Maturity.INJECTED,
)
