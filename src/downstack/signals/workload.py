"""Signals of what owns pods."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

_STATUS = "status of the Deployment, StatefulSet, DaemonSet or Job"
_count = partial(Signal, of=Kind.WORKLOAD, semantics=Semantics.INSTANT, unit=Unit.COUNT)

WANTED = _count(name="workload_wanted_pods_count", help="Pods it should have.", origin=_STATUS)
READY = _count(name="workload_ready_pods_count", help="Pods of it that are ready.", origin=_STATUS)
MISSING = _count(
    name="workload_missing_pods_count",
    help="Pods that it should have and that do not even exist.",
    origin=_STATUS,
)
STALE = Signal(
    name="workload_unobserved_changes_count",
    of=Kind.WORKLOAD,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Changes of its definition that no controller has taken note of.",
    origin="metadata.generation against status.observedGeneration",
)
REFUSED = Signal(
    name="workload_pods_refused",
    of=Kind.WORKLOAD,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether pods of it may not be made, and why.",
    origin="condition ReplicaFailure, events FailedCreate",
    states=("no", "quota", "policy", "other"),
)
TROUBLE = Signal(
    name="workload_trouble",
    of=Kind.WORKLOAD,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="Why pods of it are not made, in the controller's words.",
    origin="condition ReplicaFailure, events FailedCreate",
)
