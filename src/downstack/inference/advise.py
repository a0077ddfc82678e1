"""What to do: remedies for this platform, neighbours by name, the next best measurement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from downstack.catalogue import Catalogue
from downstack.fault import Fault
from downstack.inference.evidence import need_of_cluster
from downstack.inference.gain import gain_of_group, look_ahead
from downstack.inference.ground import Finding, Grounded
from downstack.inference.search import Posterior
from downstack.model import (
    PREFIXES,
    Absent,
    Edge,
    Entity,
    Kind,
    Level,
    Platform,
    Reason,
    Snapshot,
    Step,
    Truth,
)
from downstack.model.verdict import Advice, NextStep
from downstack.signals import domain

NAMED = 3
"""Witnesses and next steps to name."""
WORTH = 0.01
"""Nats below which a measurement is not worth proposing."""
COST = {Level.L0: 0.2, Level.L1: 0.5, Level.L2: 1.0, Level.L3: 3.0}
"""Seconds that a look at each level takes a person and the machine, roughly."""
COMMAND = {
    Level.L0: "downstack why {target}",
    Level.L1: "sudo downstack why {target} --connect qemu:///system",
    Level.L2: "sudo downstack why {target}",
    Level.L3: "sudo downstack why {target} --guest",
}
"""How a person gives the next look that level."""
PLAIN = "downstack why {target}"
"""The same where a right of a cluster is what is missing; then comes what it needs."""
_BARE = frozenset({Kind.DOMAIN, Kind.HOST})
"""Targets that people type without a prefix."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Where the inference stands, for looking ahead."""

    grounded: Grounded
    posterior: Posterior
    symptoms: tuple[int, ...]


def remedies(
    fault: Fault, catalogue: Catalogue, snapshot: Snapshot, entity: Entity
) -> tuple[Advice, ...]:
    """Return the remedies for the platform of the entity's domain, else libvirt's, else all."""
    owner = domain_of(snapshot, entity)
    marks = snapshot.text(owner, domain.METADATA.name) if owner else ""
    platform = catalogue.platform(marks)
    mine = [remedy for remedy in fault.remedies if remedy.platform is platform]
    plain = [remedy for remedy in fault.remedies if remedy.platform is Platform.LIBVIRT]
    return tuple(
        Advice(
            platform=remedy.platform,
            risk=remedy.risk,
            text=fill(remedy.text, snapshot, entity),
            command=fill(remedy.command, snapshot, entity),
            versions=remedy.versions,
            do_not=remedy.do_not,
        )
        for remedy in mine or plain or fault.remedies
    )


def fill(text: str, snapshot: Snapshot, entity: Entity) -> str:
    """Put the names of the case into a command.

    {domain}, {entity}, {device}, {pid}, {host}; of Kubernetes {namespace}, {pod} and {name}.
    """
    owner = domain_of(snapshot, entity)
    pod = entity if entity.kind is Kind.POD else owner_of(snapshot, entity)
    of_pod = pod.name if pod and pod.kind is Kind.POD else ""
    hosts = snapshot.of_kind(Kind.HOST)
    names = {
        "{domain}": (owner.name or owner.key) if owner else "DOMAIN",
        "{entity}": entity.name or entity.key,
        "{device}": entity.key.rpartition("/")[2],
        "{pid}": (snapshot.text(owner, domain.QEMU_PID.name) if owner else "") or "QEMU_PID",
        "{host}": hosts[0].name if hosts else "HOST",
        "{namespace}": (of_pod or entity.name).partition("/")[0] or "NAMESPACE",
        "{pod}": of_pod.rpartition("/")[2] or "POD",
        "{name}": entity.name.rpartition("/")[2] or entity.key,
    }
    for mark, name in names.items():
        text = text.replace(mark, name)
    return text


_OWNED: dict[Kind, tuple[Step, ...]] = {
    Kind.VCPU: (Edge.VCPU_OF,),
    Kind.DISK: (Edge.DISK_OF,),
    Kind.NIC: (Edge.NIC_OF,),
    Kind.BACKEND: (Edge.BACKS, Edge.DISK_OF),
    Kind.FILESYSTEM: (Edge.STORES, Edge.BACKS, Edge.DISK_OF),
    Kind.GUEST: (Edge.INSIDE.inverse,),
    Kind.GUEST_FILESYSTEM: (Edge.GUEST_FILESYSTEM_OF, Edge.INSIDE.inverse),
    Kind.OPERATION: (Edge.ASKED_OF.inverse,),
    Kind.CEPH_POOL: (Edge.KEEPS.inverse,),
    Kind.CEPH_OSD: (Edge.SERVES,),
    Kind.CONTAINER: (Edge.CONTAINER_OF,),
    Kind.VOLUME: (Edge.MOUNTED_BY,),
    Kind.VMI: (Edge.EMBODIES.inverse,),
}
"""The way from a part to what it is a part of."""


_SHARED: dict[Kind, tuple[tuple[Step, ...], ...]] = {
    Kind.BLOCK_DEVICE: (
        (Edge.PROVIDES, Edge.BACKS, Edge.DISK_OF),
        (Edge.BENEATH, Edge.PROVIDES, Edge.BACKS, Edge.DISK_OF),
        (Edge.CARRIES, Edge.STORES, Edge.BACKS, Edge.DISK_OF),
    ),
    Kind.LINK: (
        (Edge.TAP_OF, Edge.NIC_OF),
        (Edge.BRIDGES, Edge.TAP_OF, Edge.NIC_OF),
    ),
}
"""The ways from what several domains share, a block device or a bridge, to these domains."""


def owners_of(snapshot: Snapshot, entity: Entity) -> tuple[Entity, ...]:
    """Return all that an entity is a part of: what several VMs share is a part of each."""
    ways = _SHARED.get(entity.kind) or (_OWNED.get(entity.kind, ()),)
    found = dict.fromkeys(end for via in ways for end in snapshot.follow(entity, via))
    return tuple(owner for owner in found if owner != entity)


def owner_of(snapshot: Snapshot, entity: Entity) -> Entity | None:
    """Return what an entity is a part of: a domain, a Ceph cluster, a pod; None of nothing."""
    return next(iter(owners_of(snapshot, entity)), None)


def domain_of(snapshot: Snapshot, entity: Entity) -> Entity | None:
    """Return the domain that an entity is, or is a part of."""
    owner = entity if entity.kind is Kind.DOMAIN else owner_of(snapshot, entity)
    return owner if owner and owner.kind is Kind.DOMAIN else None


def rank_witnesses(fault: Fault, snapshot: Snapshot, entity: Entity) -> tuple[str, ...]:
    """Name who else takes part, by share: "db2 45 %, build7 30 %"."""
    lines = []
    for witness in fault.witness:
        values = {
            end: snapshot.value(end, witness.signal.name)
            for end in snapshot.follow(entity, witness.via)
        }
        numbers = {end: value for end, value in values.items() if isinstance(value, float)}
        total = sum(numbers.values())
        if total > 0:
            ranked = sorted(numbers.items(), key=lambda item: -item[1])[:NAMED]
            shares = ", ".join(f"{end.name or end.key} {n / total:.0%}" for end, n in ranked)
            lines.append(f"{witness.text}: {shares}")
    return tuple(lines)


def next_steps(situation: Situation, target: Entity) -> tuple[NextStep, ...]:
    """Return the measurements that would tell most about the responsible cause, by gain / cost.

    Unknown findings of one level are one look; a fault's `confirm` command stands for what no
    level of ours can read.
    """
    grounded = situation.grounded
    ahead = look_ahead(grounded.network, grounded.seen, situation.posterior, situation.symptoms)
    steps = []
    name = typed(target)
    for (level, need), group in _by_need(grounded):
        gain = gain_of_group(grounded.network, grounded.seen, ahead, group)
        if gain >= WORTH:
            command = f"{PLAIN if level <= Level.L1 else COMMAND[level]}  # needs {need}"
            text = (command if need else COMMAND[level]).replace("{target}", name)
            measure = "; ".join(dict.fromkeys(_what(grounded, j) for j in group[:NAMED]))
            steps.append(NextStep(measure=measure, command=text, gain=gain, cost=COST[level]))
    return tuple(sorted(steps, key=lambda step: -step.gain / step.cost)[:NAMED])


def typed(target: Entity) -> str:
    """Return a target as a person types it: a VM by its name, a pod as pod/NS/NAME."""
    name = target.name or target.key
    prefixes = [prefix for prefix, kind in PREFIXES.items() if kind is target.kind]
    return name if target.kind in _BARE or not prefixes else f"{prefixes[0]}/{name}"


def _by_need(grounded: Grounded) -> Iterable[tuple[tuple[Level, str], list[int]]]:
    """Group what is not known by the level of its check and, in a cluster, by what it needs."""
    groups: dict[tuple[Level, str], list[int]] = {}
    for number, finding in enumerate(grounded.findings):
        if finding.check and finding.truth is Truth.UNKNOWN and not _is_settled(finding):
            group = groups.setdefault((finding.check.level, need_of_cluster(finding)), [])
            group.append(number)
    return groups.items()


def _is_settled(finding: Finding) -> bool:
    """Return whether no right would give the reading: it does not apply."""
    value = finding.value
    return isinstance(value, Absent) and value.reason is Reason.NOT_APPLICABLE


def _what(grounded: Grounded, number: int) -> str:
    check = grounded.findings[number].check
    return check.clause.signal.help if check else ""
