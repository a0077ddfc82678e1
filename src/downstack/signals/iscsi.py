"""Signals of the iSCSI session through which the kernel reaches a disk."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

_SESSION = "/sys/class/iscsi_session"
_CONNECTION = "/sys/class/iscsi_connection"
_state = partial(Signal, of=Kind.BLOCK_DEVICE, semantics=Semantics.STATE, unit=Unit.NONE)
_text = partial(Signal, of=Kind.BLOCK_DEVICE, semantics=Semantics.TEXT, unit=Unit.NONE)

SESSION = _state(
    name="iscsi_session_state",
    help="Whether the initiator is logged in at the target; failed: the way to it is lost and the "
    "kernel waits for it to come back; none: the disk is reached in another way.",
    origin=f"{_SESSION}/*/state",
    states=("none", "logged_in", "failed", "free"),
)
CONNECTION = _state(
    name="iscsi_connection_state",
    help="Whether the session's connection carries requests.",
    origin=f"{_CONNECTION}/*/state, Linux 5.6 or newer",
    states=("up", "starting", "down", "failed", "unknown"),
)
TARGET = _text(
    name="iscsi_target", help="Name of the target (IQN).", origin=f"{_SESSION}/*/targetname"
)
PORTAL = _text(
    name="iscsi_portal",
    help="Address and port at which the target is reached.",
    origin=f"{_CONNECTION}/*/persistent_address",
)
RECOVERY = Signal(
    name="iscsi_recovery_seconds",
    of=Kind.BLOCK_DEVICE,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="How long requests wait for a lost session before they fail.",
    origin=f"{_SESSION}/*/recovery_tmo",
)
