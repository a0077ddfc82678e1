"""The volumes that pods claim: bound, attached, and what they are stored on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.kube_cluster import (
    PODS,
    Object,
    full_name,
    is_asked,
    items_of,
    name_of,
    node_of,
    part,
    pod_of,
    rows_at,
    text_at,
)
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import backend as backends
from downstack.signals import volume
from downstack.source import Answers, Request, Way

CLAIMS = Request(Way.KUBERNETES, "/api/v1/persistentvolumeclaims")
VOLUMES = Request(Way.KUBERNETES, "/api/v1/persistentvolumes")
CLASSES = Request(Way.KUBERNETES, "/apis/storage.k8s.io/v1/storageclasses")
ATTACHMENTS = Request(Way.KUBERNETES, "/apis/storage.k8s.io/v1/volumeattachments")
_LOCAL = ("local", "hostPath")
_SOURCES = (
    "csi",
    "rbd",
    "local",
    "hostPath",
    "nfs",
    "cephfs",
    "iscsi",
    "fc",
    "awsElasticBlockStore",
)
_UNBOUND = Absent(Reason.NOT_APPLICABLE, "a volume bound to the claim")
_OF_A_CLAIM = (
    *(volume.CLAIM, volume.WAITING, volume.CLASS_KNOWN),
    *(volume.ATTACHED, volume.CLASS, volume.DRIVER, volume.TROUBLE),
)


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (CLAIMS, VOLUMES, CLASSES, ATTACHMENTS, PODS)


def claim_of(namespace: str, name: str) -> Entity:
    """Return a claim by its namespace and name."""
    return Entity(Kind.VOLUME, f"{namespace}/{name}", f"{namespace}/{name}")


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    if not is_asked(answers):
        return
    claims = items_of(answers, CLAIMS)
    known = {} if isinstance(claims, Absent) else {full_name(one): one for one in claims}
    mounted = dict(_mounted(answers))
    for key, pods in mounted.items():
        for pod in pods:
            yield Connection(Edge.MOUNTED_BY, claim_of(*key), pod)
    for key in mounted:
        entity = claim_of(*key)
        one = known.get(entity.key)
        if one is None:
            absent = claims if isinstance(claims, Absent) else Absent(Reason.MISSING, "the claim")
            yield from (Reading(entity, signal, absent) for signal in _OF_A_CLAIM)
    for one in known.values():
        yield from _describe(one, answers)


def _mounted(answers: Answers) -> Iterator[tuple[tuple[str, str], list[Entity]]]:
    """Yield each claim by namespace and name, with the pods that mount it."""
    pods = items_of(answers, PODS)
    found: dict[tuple[str, str], list[Entity]] = {}
    for one in [] if isinstance(pods, Absent) else pods:
        for row in rows_at(one, "spec", "volumes"):
            if name := text_at(row, "persistentVolumeClaim", "claimName"):
                key = (text_at(one, "metadata", "namespace"), name)
                found.setdefault(key, []).append(pod_of(one))
    yield from found.items()


def _describe(claim: Object, answers: Answers) -> Iterator[Row]:
    entity = claim_of(text_at(claim, "metadata", "namespace"), name_of(claim))
    phase = text_at(claim, "status", "phase")
    unknown = Absent(Reason.MALFORMED, "a phase of the claim")
    yield Reading(entity, volume.CLAIM, phase if phase in volume.CLAIM.states else unknown)
    name = text_at(claim, "spec", "storageClassName")
    yield Reading(entity, volume.CLASS, name or Absent(Reason.NOT_APPLICABLE, "a storage class"))
    for signal, value in _of_class(name, items_of(answers, CLASSES)):
        yield Reading(entity, signal, value)
    bound = _named(items_of(answers, VOLUMES), text_at(claim, "spec", "volumeName"))
    yield Reading(entity, volume.DRIVER, bound if isinstance(bound, Absent) else _driver(bound))
    if not isinstance(bound, Absent):
        yield from _stored(entity, bound)
    for signal, value in _attachment(bound, items_of(answers, ATTACHMENTS)):
        yield Reading(entity, signal, value)


def _of_class(name: str, classes: list[Object] | Absent) -> Iterator[tuple[Signal, Value]]:
    if isinstance(classes, Absent) or not name:
        none = Absent(Reason.NOT_APPLICABLE, "a storage class")
        absent = classes if isinstance(classes, Absent) else none
        yield volume.WAITING, absent
        yield volume.CLASS_KNOWN, absent
        return
    one = next((row for row in classes if name_of(row) == name), None)
    yield volume.CLASS_KNOWN, "no" if one is None else "yes"
    waits = one is not None and one.get("volumeBindingMode") == "WaitForFirstConsumer"
    yield volume.WAITING, "yes" if waits else "no"


def _named(volumes: list[Object] | Absent, name: str) -> Object | Absent:
    if isinstance(volumes, Absent) or not name:
        return volumes if isinstance(volumes, Absent) else _UNBOUND
    gone = Absent(Reason.MISSING, "the volume that the claim names")
    return next((one for one in volumes if name_of(one) == name), gone)


def _driver(bound: Object) -> Value:
    if driver := text_at(bound, "spec", "csi", "driver"):
        return driver
    kind = next((name for name in _SOURCES if part(bound, "spec", name) is not None), "")
    return kind or Absent(Reason.UNSUPPORTED, "a kind of volume that is known here")


def _stored(entity: Entity, bound: Object) -> Iterator[Row]:
    """Yield what the volume is stored on: an RBD image, or a folder of one node."""
    attributes: Mapping[str, object] = part(bound, "spec", "csi", "volumeAttributes") or {}
    for row in (attributes, part(bound, "spec", "rbd") or {}):
        pool, image = text_at(row, "pool"), text_at(row, "imageName") or text_at(row, "image")
        if pool and image:
            backend = Entity(Kind.BACKEND, f"rbd:{pool}/{image}", f"{pool}/{image}")
            yield Reading(backend, backends.TYPE, "rbd")
            yield Connection(Edge.PROVISIONS, backend, entity)
    if any(part(bound, "spec", name) is not None for name in _LOCAL):
        for name in sorted(_nodes_of(bound)):
            yield Connection(Edge.LENDS, node_of(name), entity)


def _nodes_of(bound: Object) -> set[str]:
    """Return the nodes that a local volume's affinity names."""
    terms = rows_at(bound, "spec", "nodeAffinity", "required", "nodeSelectorTerms")
    rows = [row for term in terms for row in rows_at(term, "matchExpressions")]
    return {
        name
        for row in rows
        if row.get("key") == "kubernetes.io/hostname" and row.get("operator") == "In"
        for name in row.get("values") or ()
        if isinstance(name, str)
    }


def _attachment(
    bound: Object | Absent, attachments: list[Object] | Absent
) -> Iterator[tuple[Signal, Value]]:
    if isinstance(attachments, Absent) or isinstance(bound, Absent):
        absent = attachments if isinstance(attachments, Absent) else _UNBOUND
        yield volume.ATTACHED, absent
        yield volume.TROUBLE, absent
        return
    name = name_of(bound) if not isinstance(bound, Absent) else ""
    mine = [
        one for one in attachments if text_at(one, "spec", "source", "persistentVolumeName") == name
    ]
    errors = [
        text_at(one, "status", kind, "message")
        for one in mine
        for kind in ("attachError", "detachError")
    ]
    trouble = next((error for error in errors if error), "")
    none = Absent(Reason.NOT_APPLICABLE, "a volume that is attached to nodes")
    yield volume.TROUBLE, trouble or Absent(Reason.NOT_APPLICABLE, "an error of the driver")
    if not mine:
        yield volume.ATTACHED, none
    elif trouble:
        yield volume.ATTACHED, "failing"
    else:
        done = all(part(one, "status", "attached") is True for one in mine)
        yield volume.ATTACHED, "yes" if done else "waiting"


COLLECTOR = Collector(
    id="kube_volumes",
    round=Round.DISCOVER,
    level=Level.L1,
    provides=(*_OF_A_CLAIM, backends.TYPE),
    asks=_asks,
    parse=_parse,
)
