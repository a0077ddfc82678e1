"""Lays the catalogue over a snapshot: the backward cone of a target as a network of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from downstack.catalogue import Catalogue
from downstack.check import Check, Clause
from downstack.effect import Effect, Leads
from downstack.fault import Fault
from downstack.inference.complaint import STRENGTH as COMPLAINED
from downstack.inference.complaint import complaint
from downstack.inference.network import NOT_SEEN, SEEN, UNKNOWN, Findings, Network
from downstack.model import Entity, Path, Snapshot, Truth, Value

SIGN_STRENGTH = 0.98
"""P(the private effect of a fault | the fault): its signs follow almost by definition."""
SIGN_LEAK = 0.002
"""P(the private effect | no fault): something unlisted looks the same."""
UNLISTED_SHARE = 0.15
"""Prior mass of all unlisted causes, relative to the listed ones (engine.md 2.1)."""
UNLISTED_STRENGTH = 0.9
"""P(effect | its unlisted cause)."""
DECLARED_SENSITIVITY = 0.95
"""P(a person declares a symptom | it annoys him)."""
DECLARED_FALSE_ALARM = 0.05
"""P(a person declares a symptom | it does not)."""
_SURE = {Truth.TRUE: SEEN, Truth.FALSE: NOT_SEEN, Truth.UNKNOWN: UNKNOWN}


@dataclass(frozen=True, slots=True)
class Node:
    """One effect of one entity; `effect` is None for the private effect of a fault."""

    owner: Effect | Fault
    entity: Entity

    @property
    def effect(self) -> Effect | None:
        """The effect, or None for the private effect that carries a fault's signs."""
        return self.owner if isinstance(self.owner, Effect) else None


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One fault on one entity; `fault` is None for an unlisted cause of `node`."""

    fault: Fault | None
    entity: Entity
    node: Node | None = None

    @property
    def name(self) -> str:
        """The id of the fault, or what an unlisted cause would have done."""
        return (
            self.fault.id if self.fault else f"unlisted:{self.node.owner.id if self.node else ''}"
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One check on one node, as it came out."""

    check: Check | None
    """None where the user declared the symptom."""
    node: Node
    truth: Truth
    value: Value


@dataclass(frozen=True, slots=True)
class Gated:
    """A fault or an effect that cannot be: this gate is FALSE."""

    owner: Effect | Fault
    entity: Entity
    clause: Clause
    value: Value


@dataclass(frozen=True)
class Grounded:
    """The network of a target's cone with the names of its rows and columns."""

    nodes: tuple[Node, ...]
    hypotheses: tuple[Hypothesis, ...]
    findings: tuple[Finding, ...]
    gated: tuple[Gated, ...]
    network: Network
    target: frozenset[Entity] = frozenset()
    """What suffers; the symptom of something else is a step of the way to it."""

    @cached_property
    def seen(self) -> Findings:
        """The findings as the network reads them."""
        return np.array([_SURE[finding.truth] for finding in self.findings], dtype=np.int8)

    @cached_property
    def symptoms(self) -> tuple[int, ...]:
        """The nodes that the target suffers from when they hold."""
        return tuple(
            i
            for i, n in enumerate(self.nodes)
            if n.effect and n.effect.symptom and n.entity in self.target
        )

    def findings_of(self, node: int) -> tuple[int, ...]:
        """The findings that read a node."""
        return tuple(np.flatnonzero(self.network.reads == node).tolist())


def ground(
    snapshot: Snapshot,
    catalogue: Catalogue,
    target: tuple[Entity, ...],
    declared: frozenset[Path | None] = frozenset(),
) -> Grounded:
    """Return the network of everything in *catalogue* that could make *target* suffer.

    `target` are the entities that suffer together (a domain and the guest inside it); `declared`
    are the paths on which a person says that it suffers, None where it does not boot.
    """
    cone = _Cone(snapshot, catalogue, frozenset(target))
    for effect in catalogue.effects:
        for entity in target:
            if effect.symptom and effect.of is entity.kind:
                cone.reach(Node(effect, entity))
    for path in sorted(declared, key=str):
        cone.complain(Node(complaint(path, target[0].kind), target[0]))
    return cone.grounded()


class _Cone:
    """Walks from the symptoms back to the faults, then numbers what it found."""

    def __init__(self, snapshot: Snapshot, catalogue: Catalogue, target: frozenset[Entity]) -> None:
        self._snapshot = snapshot
        self._target = target
        self._catalogue = catalogue
        self._leading: dict[str, list[tuple[Effect | Fault, Leads]]] = {}
        owners: tuple[Effect | Fault, ...] = (*catalogue.effects, *catalogue.faults)
        for owner in owners:
            for lead in owner.leads_to:
                self._leading.setdefault(lead.to.id, []).append((owner, lead))
        self._nodes: dict[Node, None] = {}
        self._complaints: list[Node] = []
        self._faults: dict[tuple[str, Entity], Fault] = {}
        self._gated: dict[tuple[str, Entity], Gated] = {}
        self._parents: dict[Node, dict[Node, float]] = {}
        self._strength: dict[tuple[str, Entity], dict[Node, float]] = {}

    def complain(self, node: Node) -> None:
        """Add a person's complaint, behind all symptoms of its path."""
        self._parents[node] = {
            felt: COMPLAINED
            for felt in self._nodes
            if felt.effect
            and felt.effect.symptom
            and felt.effect.path is node.owner.path
            and felt.entity in self._target
        }
        self._complaints.append(node)

    def reach(self, node: Node) -> None:
        """Add a node and everything that could cause it, unless its own gate is FALSE."""
        waiting = [node]
        while waiting:
            at = waiting.pop()
            if at in self._nodes or self._is_gated(at.owner, at.entity):
                continue
            self._nodes[at] = None
            for owner, lead in self._leading.get(at.owner.id, ()):
                for entity in self._snapshot.causes_along(at.entity, lead.via):
                    waiting.extend(self._connect(owner, entity, lead, at))

    def _connect(
        self, owner: Effect | Fault, entity: Entity, lead: Leads, victim: Node
    ) -> Iterable[Node]:
        strength = self._catalogue.strength(owner.id, lead)
        if isinstance(owner, Effect):
            cause = Node(owner, entity)
            self._parents.setdefault(victim, {})[cause] = strength
            return (cause,)
        if self._is_gated(owner, entity):
            return ()
        key = (owner.id, entity)
        self._faults[key] = owner
        self._strength.setdefault(key, {})[victim] = strength
        return ()

    def _is_gated(self, owner: Effect | Fault, entity: Entity) -> bool:
        """Whether a gate is FALSE; it is kept as the reason."""
        for clause in owner.only_if:
            value = self._snapshot.value(entity, clause.signal.name)
            if clause.holds(value) is Truth.FALSE:
                self._gated[owner.id, entity] = Gated(owner, entity, clause, value)
                return True
        return False

    def grounded(self) -> Grounded:
        """Number nodes (causes first), hypotheses and findings."""
        order = {effect.id: rank for rank, effect in enumerate(_causes_first(self._catalogue))}
        shared = sorted(self._nodes, key=lambda node: (order[node.owner.id], node.entity))
        faults = sorted(self._faults.items(), key=lambda item: (item[0][0], item[0][1]))
        private = [Node(fault, key[1]) for key, fault in faults if fault.signs]
        nodes = (*private, *shared, *self._complaints)
        listed = [Hypothesis(fault, key[1]) for key, fault in faults]
        unlisted = [Hypothesis(None, node.entity, node) for node in shared]
        findings = tuple(self._findings(nodes))
        hypotheses = (*listed, *unlisted)
        network = self._network(nodes, hypotheses, findings)
        return Grounded(
            nodes, hypotheses, findings, tuple(self._gated.values()), network, self._target
        )

    def _findings(self, nodes: Iterable[Node]) -> Iterable[Finding]:
        for node in nodes:
            best: dict[str, Finding] = {}
            checks = node.owner.signs if isinstance(node.owner, Fault) else node.owner.checks
            for check in checks:
                value = self._snapshot.value(node.entity, check.clause.signal.name)
                finding = Finding(check, node, check.clause.holds(value), value)
                raw = check.clause.signal.raw or check.clause.signal.name
                if raw not in best or self._votes(finding) > self._votes(best[raw]):
                    best[raw] = finding
            yield from best.values()
        for node in self._complaints:
            yield Finding(None, node, Truth.TRUE, "declared")

    def _votes(self, finding: Finding) -> float:
        """How much a finding could decide: of one raw counter only the best one votes (D10)."""
        if finding.truth is Truth.UNKNOWN or finding.check is None:
            return -1.0
        sensitivity, false_alarm = self._trust(finding)
        if finding.truth is Truth.TRUE:
            return abs(float(np.log(sensitivity / false_alarm)))
        return abs(float(np.log((1 - sensitivity) / (1 - false_alarm))))

    def _trust(self, finding: Finding) -> tuple[float, float]:
        if finding.check is None:
            return DECLARED_SENSITIVITY, DECLARED_FALSE_ALARM
        owner = finding.node.owner.id
        return (
            self._catalogue.sensitivity(owner, finding.check),
            self._catalogue.false_alarm(owner, finding.check),
        )

    def _network(
        self,
        nodes: tuple[Node, ...],
        hypotheses: tuple[Hypothesis, ...],
        findings: tuple[Finding, ...],
    ) -> Network:
        rank = {node: number for number, node in enumerate(nodes)}
        strength = np.zeros((len(hypotheses), len(nodes)))
        for row, hypothesis in enumerate(hypotheses):
            for node, value in self._reaches(hypothesis).items():
                strength[row, rank[node]] = value
        trust = np.array([self._trust(finding) for finding in findings]).reshape(-1, 2)
        return Network(
            odds=_odds(hypotheses),
            strength=strength,
            parents=tuple(
                tuple((rank[cause], p) for cause, p in self._live_parents(node, rank).items())
                for node in nodes
            ),
            leak=np.array([_leak(node) for node in nodes]),
            reads=np.array([rank[finding.node] for finding in findings], dtype=np.intp),
            sensitivity=trust[:, 0],
            false_alarm=trust[:, 1],
        )

    def _live_parents(self, node: Node, rank: Mapping[Node, int]) -> dict[Node, float]:
        parents = self._parents.get(node, {})
        return {cause: p for cause, p in parents.items() if cause in rank}

    def _reaches(self, hypothesis: Hypothesis) -> dict[Node, float]:
        if hypothesis.fault is None:
            return {hypothesis.node: UNLISTED_STRENGTH} if hypothesis.node else {}
        reaches = dict(self._strength[(hypothesis.fault.id, hypothesis.entity)])
        if hypothesis.fault.signs:
            reaches[Node(hypothesis.fault, hypothesis.entity)] = SIGN_STRENGTH
        return {
            node: p for node, p in reaches.items() if node.effect is None or node in self._nodes
        }


def _odds(hypotheses: tuple[Hypothesis, ...]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    rates = [h.fault.rate.p / (1 - h.fault.rate.p) for h in hypotheses if h.fault]
    unlisted = sum(1 for h in hypotheses if h.fault is None)
    each = UNLISTED_SHARE * (sum(rates) or 1.0) / max(1, unlisted)
    return np.array([*rates, *[each] * unlisted])


def _leak(node: Node) -> float:
    return node.owner.leak.p if isinstance(node.owner, Effect) else SIGN_LEAK


def _causes_first(catalogue: Catalogue) -> list[Effect]:
    """Sort effects so that each comes before those it leads to."""
    done: dict[str, Effect] = {}

    def visit(effect: Effect) -> None:
        if effect.id not in done:
            for lead in effect.leads_to:
                visit(lead.to)
            done[effect.id] = effect

    for effect in catalogue.effects:
        visit(effect)
    return list(reversed(done.values()))
