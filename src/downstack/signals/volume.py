"""Signals of a claim and the volume bound to it."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

_CLAIM = "status of the PersistentVolumeClaim"
_state = partial(Signal, of=Kind.VOLUME, semantics=Semantics.STATE, unit=Unit.NONE)
_text = partial(Signal, of=Kind.VOLUME, semantics=Semantics.TEXT, unit=Unit.NONE)

CLAIM = _state(
    name="volume_claim",
    help="Whether a volume is bound to the claim.",
    origin=_CLAIM,
    states=("Pending", "Bound", "Lost"),
)
WAITING = _state(
    name="volume_waits_for_pod",
    help="Whether its class makes it wait until a pod that claims it has a node.",
    origin="volumeBindingMode of the StorageClass",
    states=("yes", "no"),
)
CLASS_KNOWN = _state(
    name="volume_class_known",
    help="Whether the storage class that it names exists.",
    origin="spec.storageClassName against the StorageClasses",
    states=("yes", "no"),
)
ATTACHED = _state(
    name="volume_attached",
    help="Whether it is attached to the node that needs it; failing: the driver reports an error.",
    origin="status of the VolumeAttachment",
    states=("yes", "waiting", "failing"),
)
CLASS = _text(name="volume_class", help="Its storage class.", origin="spec.storageClassName")
DRIVER = _text(name="volume_driver", help="Who provides it.", origin="spec of the PersistentVolume")
TROUBLE = _text(
    name="volume_trouble", help="The driver's error.", origin="attachError of the VolumeAttachment"
)
