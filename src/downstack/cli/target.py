"""Resolves what a person typed to one entity of the snapshot."""

from __future__ import annotations

from difflib import get_close_matches

from downstack.cli.exit import WrongUseError
from downstack.model import PREFIXES, Absent, Entity, Kind, Reason, Snapshot
from downstack.signals import kube_cluster

_LISTS = {Kind.NODE: kube_cluster.NODES, Kind.POD: kube_cluster.PODS}
_OF_A_CLUSTER = {Kind.POD, Kind.NODE, Kind.VMI, Kind.WORKLOAD}
_ALONE = {"ceph": Kind.CEPH_CLUSTER, "cluster": Kind.KUBE_CLUSTER}
"""What needs no name, where there is one."""
LISTED = 5
_NAMED = (Kind.DOMAIN, Kind.HOST)
"""What a bare name may be of."""


def resolve(text: str, snapshot: Snapshot) -> Entity:
    """Return the entity that *text* names: `self`, `vm/NAME`, `pod/NS/NAME` or a bare name.

    A VM is also found by its UUID, a pod without its namespace when only one is called so;
    `ceph` and `cluster` alone are the Ceph and the Kubernetes cluster that this machine uses.

    Errors: WrongUseError when nothing or more than one thing fits.
    """
    if text == "self":
        return _self(snapshot)
    prefix, slash, name = text.partition("/")
    alone = snapshot.of_kind(_ALONE[text]) if text in _ALONE else ()
    if len(alone) == 1 and not _matches(text, snapshot, _NAMED):
        return alone[0]
    if not slash:
        return _one(text, _matches(text, snapshot, _NAMED), snapshot)
    if prefix not in PREFIXES:
        known = ", ".join(f"{prefix}/NAME" for prefix in PREFIXES)
        raise WrongUseError(f"cannot look at {text!r}: a target is self, {known} or a bare name")
    kind = PREFIXES[prefix]
    found = _matches(name, snapshot, (kind,)) or _without_namespace(name, snapshot, kind)
    if kind in _OF_A_CLUSTER and not found:
        raise WrongUseError(_missing_in_cluster(text, prefix, kind, snapshot))
    return _one(text, found, snapshot)


def _self(snapshot: Snapshot) -> Entity:
    """This machine: seen from inside when it is a guest, else as a host."""
    inside = [entity for entity in snapshot.of_kind(Kind.GUEST) if entity.key == "self"]
    hosts = snapshot.of_kind(Kind.HOST)
    if not inside and not hosts:
        raise WrongUseError("this machine cannot be read: no /proc here")
    return inside[0] if inside else hosts[0]


def _matches(name: str, snapshot: Snapshot, kinds: tuple[Kind, ...]) -> list[Entity]:
    local = {"host", "localhost"}
    return [
        entity
        for kind in kinds
        for entity in snapshot.of_kind(kind)
        if name in {entity.name, entity.key}
        or (kind is Kind.HOST and name in local)
        or (kind is Kind.CEPH_OSD and entity.name == f"osd.{name}")
    ]


def _without_namespace(name: str, snapshot: Snapshot, kind: Kind) -> list[Entity]:
    """Return what is called so in any namespace."""
    if kind not in _OF_A_CLUSTER or kind is Kind.NODE or "/" in name:
        return []
    return [one for one in snapshot.of_kind(kind) if one.name.rpartition("/")[2] == name]


def _missing_in_cluster(text: str, prefix: str, kind: Kind, snapshot: Snapshot) -> str:
    """Say which name was probably meant, or why the cluster did not tell any."""
    names = [f"{prefix}/{one.name}" for one in snapshot.of_kind(kind)]
    if names:
        near = get_close_matches(text, names, n=LISTED, cutoff=0.4)
        hint = f"did you mean {', '.join(near)}?" if near else f"there are: {_some(names)}"
        return f"nothing here is called {text!r}; {hint}"
    clusters = snapshot.of_kind(Kind.KUBE_CLUSTER)
    if not clusters:
        return f"cannot look for {text!r}: no Kubernetes cluster is configured (--kubeconfig)"
    told = snapshot.value(clusters[0], _LISTS.get(kind, kube_cluster.PODS).name)
    if isinstance(told, Absent):
        need = told.need or str(told.reason)
        return f"cannot look for {text!r}: the cluster did not list any; it needs {need}"
    return f"nothing here is called {text!r}: the cluster has no {prefix}"


def _some(names: list[str]) -> str:
    more = len(names) - LISTED
    return ", ".join(names[:LISTED]) + (f" and {more} more" if more > 0 else "")


def _one(text: str, found: list[Entity], snapshot: Snapshot) -> Entity:
    if len(found) == 1:
        return found[0]
    if found:
        exact = ", ".join(f"{_prefix(entity)}/{_exact(entity)}" for entity in found[:LISTED])
        raise WrongUseError(f"{text!r} is ambiguous; say one of: {exact}")
    names = [f"vm/{entity.name}" for entity in snapshot.of_kind(Kind.DOMAIN) if entity.name]
    near = get_close_matches(text if "/" in text else f"vm/{text}", names, n=LISTED, cutoff=0.5)
    if not names and _is_late(snapshot):
        raise WrongUseError(
            f"cannot look for {text!r}: not all answers came in time; allow more by --deadline"
        )
    if not names:
        raise WrongUseError(f"nothing here is called {text!r}: no VM was found (libvirt, /proc)")
    hint = f"did you mean {', '.join(near)}?" if near else f"there are: {', '.join(names[:LISTED])}"
    raise WrongUseError(f"nothing here is called {text!r}; {hint}")


def _is_late(snapshot: Snapshot) -> bool:
    """Tell whether what was not found may be there: its answer was not waited for."""
    return any(
        isinstance(value, Absent) and value.reason is Reason.TIMED_OUT
        for values in snapshot.readings.values()
        for value in values.values()
    )


def _exact(entity: Entity) -> str:
    return entity.name if entity.kind in _OF_A_CLUSTER else entity.key


def _prefix(entity: Entity) -> str:
    return next(prefix for prefix, kind in PREFIXES.items() if kind is entity.kind)
