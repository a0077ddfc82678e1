"""Signals of the management daemon."""

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

STATE = Signal(
    name="daemon_state",
    of=Kind.DAEMON,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether the daemon answers: up, down (nobody listens) or silent (no answer in time).",
    origin="opening qemu:///system, https://libvirt.org/daemons.html",
    states=("up", "down", "silent"),
)
VERSION = Signal(
    name="daemon_version",
    of=Kind.DAEMON,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="Version of libvirt.",
    origin="virConnectGetLibVersion",
)
HYPERVISOR_VERSION = Signal(
    name="daemon_hypervisor_version",
    of=Kind.DAEMON,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="Version of the QEMU that the daemon starts.",
    origin="virConnectGetVersion",
)
