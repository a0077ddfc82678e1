"""QEMU exists and does nothing: its monitor is silent, and a second sign says so too."""

from downstack.effects.qemu import domain_unresponsive
from downstack.fault import AtMost, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Platform
from downstack.signals import domain, guest_silence, qemu_process

FAULT = Fault(
    id="qemu_hung",
    title="QEMU hangs",
    layer=Layer.QEMU,
    of=Kind.DOMAIN,
    path=None,
    rate=Guess(0.02, "a stopped process, a bug, or storage that never answers"),
    only_if=(Is(domain.STATE, ("running", "blocked", "no_state")),),
    signs=(
        Check(
            clause=Is(
                qemu_process.PROCESS_STATE,
                ("stopped", "traced", "zombie", "dead", "uninterruptible"),
            ),
            sensitivity=Guess(0.80, "most hung processes are halted or wait inside the kernel"),
            false_alarm=Guess(0.003, "a moment of waiting for a disk of the host"),
            level=Level.L0,
        ),
        Check(
            clause=AtMost(guest_silence.MEAN_VCPU_USED, 0.0005),
            sensitivity=Guess(0.90, "vCPUs stop at the next access to a device"),
            false_alarm=Guess(0.02, "even an idle guest has a timer"),
        ),
    ),
    leads_to=(
        Leads(
            to=domain_unresponsive.EFFECT,
            strength=Guess(0.97, "the monitor is served by the main loop"),
        ),
    ),
    because="The process is there, so libvirt calls the VM running, but its main loop does not "
    "turn: no monitor command, no I/O and no timer of the guest gets served.",
    confirm="grep State /proc/{pid}/status; virsh domcontrol {domain}; cat /proc/{pid}/stack",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="a process in state T was stopped by somebody (SIGSTOP, a debugger): let it go "
            "on; in state D it waits for the host's storage: repair that; else take a core first",
            command="kill -CONT {pid}",
            do_not="run virsh commands that ask its monitor: each one hangs and pins a worker of "
            "libvirtd; do not start the VM elsewhere before this process is gone",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="on the compute node as above; if it stays dead: hard reboot, which ends the "
            "process and starts a new one",
            command="openstack server reboot --hard SERVER",
            do_not="evacuate while the old process exists: two would write to one volume",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="on the node as above; if it stays dead: stop it without asking its monitor",
            command="qm stop VMID --skiplock",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="on the node as above; if it stays dead: force the restart",
            command="virtctl restart VM --force --grace-period=0",
        ),
    ),
    confused_with=("guest_hung", "libvirtd_down"),
    references=(
        "https://libvirt.org/manpages/virsh.html#domcontrol",
        "https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html",
    ),
    maturity=Maturity.INJECTED,
)
