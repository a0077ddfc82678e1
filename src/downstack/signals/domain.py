"""Signals of a VM seen from the host: its state, and who runs it."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

REASONS: dict[str, tuple[str, ...]] = {
    "no_state": ("unknown",),
    "running": (
        "unknown",
        "booted",
        "migrated",
        "restored",
        "from_snapshot",
        "unpaused",
        "migration_canceled",
        "save_canceled",
        "wakeup",
        "crashed",
        "postcopy",
        "postcopy_failed",
    ),
    "blocked": ("unknown",),
    "paused": (
        "unknown",
        "user",
        "migration",
        "save",
        "dump",
        "ioerror",
        "watchdog",
        "from_snapshot",
        "shutting_down",
        "snapshot",
        "crashed",
        "starting_up",
        "postcopy",
        "postcopy_failed",
        "api_error",
    ),
    "shutdown": ("unknown", "user"),
    "shutoff": (
        "unknown",
        "shutdown",
        "destroyed",
        "crashed",
        "migrated",
        "saved",
        "failed",
        "from_snapshot",
        "daemon",
    ),
    "crashed": ("unknown", "panicked"),
    "pmsuspended": ("unknown",),
}
"""The states of virDomainState with the reasons of each, by number
(https://libvirt.org/html/libvirt-libvirt-domain.html)."""

_state = partial(
    Signal, of=Kind.DOMAIN, semantics=Semantics.STATE, unit=Unit.NONE, origin="virDomainGetState"
)
_text = partial(Signal, of=Kind.DOMAIN, semantics=Semantics.TEXT, unit=Unit.NONE)

STATE = _state(
    name="domain_state",
    help="What libvirt says the domain does (a hung QEMU still counts as running).",
    states=tuple(REASONS),
)
STATE_REASON = _state(
    name="domain_state_reason",
    help="The state and why it is in it: paused_ioerror, shutoff_crashed, crashed_panicked ...",
    states=tuple(f"{state}_{why}" for state, reasons in REASONS.items() for why in reasons),
)
PERSISTENT = _state(
    name="domain_persistent",
    help="Whether libvirt keeps the definition when the domain ends.",
    origin="virConnectListAllDomains, VIR_CONNECT_LIST_DOMAINS_PERSISTENT",
    states=("yes", "no"),
)
AUTOSTART = _state(
    name="domain_autostart",
    help="Whether libvirt starts the domain with the host.",
    origin="virConnectListAllDomains, VIR_CONNECT_LIST_DOMAINS_AUTOSTART",
    states=("yes", "no"),
)
MANAGER = _state(
    name="domain_manager",
    help="Who started this QEMU: libvirt (its master key is on the command line), or not.",
    origin="/proc/PID/cmdline",
    states=("libvirt", "plain"),
)
ACCELERATOR = _state(
    name="domain_accelerator",
    help="What executes guest code: KVM, or TCG, QEMU's slow translator.",
    origin="/proc/PID/cmdline: -accel, -machine accel=, -enable-kvm",
    states=("kvm", "tcg", "other"),
)
QEMU_PID = _text(
    name="domain_qemu_pid",
    help="Process id of its QEMU.",
    origin="/proc/PID/cmdline",
)
QEMU_PROGRAM = _text(
    name="domain_qemu_program",
    help="Path of its QEMU.",
    origin="/proc/PID/cmdline",
)
QEMU_MONITOR = _text(
    name="domain_qemu_monitor",
    help="Unix socket of the QMP monitor of a QEMU that libvirt did not start.",
    origin="/proc/PID/cmdline: -qmp, -mon",
)
QEMU_VHOST_THREADS = _text(
    name="domain_qemu_vhost_threads",
    help="Kernel threads (vhost-PID) that move its network packets.",
    origin="/proc/PID/stat",
)
METADATA = _text(
    name="domain_metadata",
    help="Who manages it: the XML namespaces in its <metadata>, and for a QEMU that libvirt did "
    "not start qemu-server (Proxmox) or plain-qemu.",
    origin="https://libvirt.org/formatdomain.html#general-metadata",
)
STARTED_VCPUS = Signal(
    name="domain_started_vcpus_count",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="vCPUs that its QEMU was started with.",
    origin="/proc/PID/cmdline: -smp",
)
MONITOR_STATUS = _state(
    name="domain_monitor_status",
    help="What a QEMU that libvirt did not start says it does.",
    origin="QMP query-status, https://www.qemu.org/docs/master/interop/qemu-qmp-ref.html",
    states=(
        "debug",
        "inmigrate",
        "internal-error",
        "io-error",
        "paused",
        "postmigrate",
        "prelaunch",
        "finish-migrate",
        "restore-vm",
        "running",
        "save-vm",
        "shutdown",
        "suspended",
        "watchdog",
        "guest-panicked",
        "colo",
    ),
)
CONTROL_STATE = _state(
    name="domain_control_state",
    help="libvirt's own view of QEMU's monitor: occupied for long means QEMU does not answer.",
    origin="virDomainGetControlInfo",
    states=("ok", "job", "occupied", "error"),
)
CONTROL_AGE = Signal(
    name="domain_control_seconds",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="How long the monitor has been in this state (0 while it is ok).",
    origin="virDomainGetControlInfo stateTime",
)
JOB = _state(
    name="domain_job",
    help="What libvirt is doing with the domain at the moment.",
    origin="virDomainGetJobStats operation",
    states=(
        "none",
        "unknown",
        "start",
        "save",
        "restore",
        "migration_in",
        "migration_out",
        "snapshot",
        "snapshot_revert",
        "dump",
        "backup",
        "snapshot_delete",
    ),
)
JOB_AGE = Signal(
    name="domain_job_seconds",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="How long this job has been running.",
    origin="virDomainGetJobStats time_elapsed",
)
LAST_END = _state(
    name="domain_last_end",
    help="Why its last QEMU ended, by its log.",
    origin="/var/log/libvirt/qemu/NAME.log: shutting down, reason=",
    states=(
        "none",
        "unknown",
        "shutdown",
        "destroyed",
        "crashed",
        "migrated",
        "saved",
        "failed",
        "from_snapshot",
        "daemon",
    ),
)
LAST_END_AGE = Signal(
    name="domain_last_end_age_seconds",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="How long ago its last QEMU ended.",
    origin="/var/log/libvirt/qemu/NAME.log",
)
LAST_ERROR = _text(
    name="domain_last_error",
    help="The last error that QEMU wrote.",
    origin="/var/log/libvirt/qemu/NAME.log",
)
CRASHES = Signal(
    name="domain_crashes_count",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="How often its QEMU crashed within the last day.",
    origin="/var/log/libvirt/qemu/NAME.log: shutting down, reason=crashed",
)
TAINTS = _text(
    name="domain_taints",
    help="What makes libvirt call the domain tainted.",
    origin="/var/log/libvirt/qemu/NAME.log: is tainted",
)
