"""Signals of something that was asked for and may have failed."""

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

FAILURES = (
    "none",
    "hugepages",
    "memory",
    "memory_lock",
    "image_missing",
    "image_locked",
    "image_corrupt",
    "storage_unreachable",
    "storage_denied",
    "permission",
    "kvm_missing",
    "address_in_use",
    "device_missing",
    "machine_type",
    "cpu_model",
    "before_qemu",
    "other",
)
"""Classes of failed starts, by QEMU's own message; before_qemu: libvirt itself refused."""

OUTCOME = Signal(
    name="operation_outcome",
    of=Kind.OPERATION,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="How it ended.",
    origin="/var/log/libvirt/qemu/NAME.log",
    states=("succeeded", "failed"),
)
FAILURE = Signal(
    name="operation_failure",
    of=Kind.OPERATION,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="What made it fail, by the message of QEMU.",
    origin="/var/log/libvirt/qemu/NAME.log",
    states=FAILURES,
)
MESSAGE = Signal(
    name="operation_message",
    of=Kind.OPERATION,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="The last error that QEMU wrote.",
    origin="/var/log/libvirt/qemu/NAME.log",
)
AGE = Signal(
    name="operation_age_seconds",
    of=Kind.OPERATION,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="How long ago it was asked for.",
    origin="/var/log/libvirt/qemu/NAME.log",
)
