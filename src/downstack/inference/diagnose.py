"""Snapshot and catalogue in, diagnosis out: who is to blame, who is cleared, what is not known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from downstack.catalogue import Catalogue
from downstack.fault import Fault
from downstack.inference.advise import Situation, fill, next_steps, rank_witnesses, remedies
from downstack.inference.cardinality import INCIDENT, PATROL
from downstack.inference.cells import Standings, judge_cells
from downstack.inference.distrust import distrust
from downstack.inference.evidence import describe, unmeasured
from downstack.inference.ground import Grounded, Hypothesis, ground
from downstack.inference.network import Booleans, Findings, Floats, keep_only
from downstack.inference.questions import ask_ten
from downstack.inference.responsibility import share_responsibility, trace_chain
from downstack.inference.risks import find_risks
from downstack.inference.search import Posterior, infer
from downstack.inference.symptom import holding, kept_waiting, measured
from downstack.inference.weight import bayes_factors, weigh_for_hypotheses
from downstack.model import Edge, Entity, Kind, Path, Snapshot, Step, Truth
from downstack.model.verdict import (
    AnswerKind,
    Cause,
    Cell,
    Cleared,
    Diagnosis,
    Evidence,
    HopTime,
    Link,
    NextStep,
    Standing,
)
from downstack.paths import count_packets, split_all
from downstack.signals import domain

IMPLICATED = 0.5
"""Probability from which on a fault is named."""
RELEVANT = 0.1
"""Responsibility below which a present fault is a risk, not a cause (D13)."""
SUSPECT = 0.1
"""Probability from which on a fault is mentioned where none is named."""
LISTED = 3
"""Readings shown for and against a cause, and causes shown."""
MOST_VMS = 20
"""VMs of a host that are judged together; a fault that hurts more of them hurts these too."""
_ITS_VMS = (Edge.HOSTS,)
_PARTS: dict[Kind, tuple[tuple[Step, ...], ...]] = {
    Kind.DOMAIN: ((Edge.INSIDE,),),
    Kind.POD: ((Edge.CONTAINER_OF.inverse,), (Edge.MOUNTED_BY.inverse,)),
    Kind.CEPH_CLUSTER: ((Edge.KEEPS,), (Edge.SERVES.inverse,)),
    Kind.VMI: ((Edge.EMBODIES.inverse,), (Edge.EMBODIES.inverse, Edge.INSIDE)),
}
"""What suffers together with a target, by the ways to it."""
_NODE_OF_POD = (Edge.RUNS_POD.inverse,)
_GUEST_OF_NODE = (Edge.BECOMES.inverse,)
_DOMAIN_OF_NODE = (*_GUEST_OF_NODE, Edge.INSIDE.inverse)
_GROUND: dict[Kind, tuple[tuple[Step, ...], ...]] = {
    Kind.NODE: (_GUEST_OF_NODE, _DOMAIN_OF_NODE),
    Kind.POD: (
        _NODE_OF_POD,
        (*_NODE_OF_POD, *_GUEST_OF_NODE),
        (*_NODE_OF_POD, *_DOMAIN_OF_NODE),
    ),
}
"""What a target stands on: it suffers with it, but does not own its risks."""
SPEAKS = 0.05
"""Nats from which on a finding speaks for a fault, or against it."""
SAME = 0.7
"""Nats within which two faults explain what was measured equally well."""


def diagnose(
    snapshot: Snapshot,
    catalogue: Catalogue,
    target: Entity,
    declared: frozenset[Path | None] = frozenset(),
) -> Diagnosis:
    """Return what makes *target* suffer; `declared` are the paths a person complains about."""
    parts = _suffering(snapshot, catalogue, target)
    suffering = (*parts, *_along(snapshot, target, _GROUND))
    grounded, broken = distrust(ground(snapshot, catalogue, suffering, declared), catalogue.sources)
    hops = split_all(snapshot, target)
    risks = find_risks(snapshot, catalogue, parts)
    if not grounded.nodes:
        return Diagnosis(
            answer=AnswerKind.UNDECIDED,
            target=target,
            risks=risks,
            hops=hops,
            window_seconds=snapshot.window,
        )
    case = _Case(snapshot, catalogue, grounded, frozenset(parts))
    answer = _answer(case, target, hops, risks)
    if broken:
        answer = replace(
            answer, errors=(f"{broken}: its readings contradict all others, not used",)
        )
    return ask_ten(answer, snapshot)


def _suffering(snapshot: Snapshot, catalogue: Catalogue, target: Entity) -> tuple[Entity, ...]:
    """Return what suffers together: a VM and the guest inside it; a host and its sick VMs."""
    if target.kind is not Kind.HOST:
        return (target, *_along(snapshot, target, _PARTS))
    vms = [(vm, *snapshot.follow(vm, (Edge.INSIDE,))) for vm in snapshot.follow(target, _ITS_VMS)]
    sick = [vm for vm in vms if holding(ground(snapshot, catalogue, vm))]
    return (target, *(part for vm in (sick or vms)[:MOST_VMS] for part in vm))


def _along(
    snapshot: Snapshot, target: Entity, ways: dict[Kind, tuple[tuple[Step, ...], ...]]
) -> tuple[Entity, ...]:
    return tuple(part for way in ways.get(target.kind, ()) for part in snapshot.follow(target, way))


def _answer(
    case: _Case, target: Entity, hops: tuple[HopTime, ...], risks: tuple[Cause, ...]
) -> Diagnosis:
    causes = case.causes()
    answer = AnswerKind.UNDECIDED
    if causes:
        answer = AnswerKind.CAUSE
    elif not case.symptoms and measured(case.grounded) and not kept_waiting(case.grounded):
        answer = AnswerKind.HEALTHY
    cells = judge_cells(case.snapshot, case.catalogue, case.grounded, case.standings, hops)
    return Diagnosis(
        answer=answer,
        target=target,
        symptoms=tuple(case.link(node) for node in case.symptoms),
        symptom_evidence=case.symptom_evidence(),
        causes=causes,
        risks=(*case.bystanders(), *risks),
        hops=hops,
        traffic=count_packets(case.snapshot, target),
        layers=cells,
        cleared=case.cleared(cells),
        absent=unmeasured(case.grounded),
        next_steps=case.next_steps(target) if answer is not AnswerKind.HEALTHY else (),
        unlisted=case.unlisted,
        window_seconds=case.snapshot.window,
        condition=_condition(case, target),
        suspects=case.suspects() if answer is AnswerKind.UNDECIDED else (),
    )


CONDITIONS = {"paused": "paused", "shutoff": "stopped", "crashed": "crashed"}
"""What a domain that does not run is called, by libvirt's state."""


def _condition(case: _Case, target: Entity) -> str:
    if target.kind is Kind.HOST:
        return ""
    state = case.snapshot.text(target, domain.STATE.name)
    effects = [case.grounded.nodes[node].effect for node in case.symptoms]
    named = [effect.condition for effect in effects if effect and effect.condition]
    return CONDITIONS.get(state, "") or next(iter(named), "")


@dataclass(frozen=True)
class _Case:
    """One grounded target with everything that is computed from it once."""

    snapshot: Snapshot
    catalogue: Catalogue
    grounded: Grounded
    own: frozenset[Entity]
    """The target and its parts, without what it stands on."""

    @cached_property
    def symptoms(self) -> tuple[int, ...]:
        """What the target itself suffers from; else what all of its ground suffers from."""
        found = holding(self.grounded)
        mine = tuple(node for node in found if self.grounded.nodes[node].entity in self.own)
        return mine or found

    @cached_property
    def posterior(self) -> Posterior:
        return self._infer(self.grounded.seen)

    def _infer(self, findings: Findings) -> Posterior:
        return infer(self.grounded.network, findings, INCIDENT if self.symptoms else PATROL)

    @cached_property
    def _shares(self) -> tuple[Floats, float]:
        """The largest share of each hypothesis in any one symptom, and the unlisted share."""
        network, seen = self.grounded.network, self.grounded.seen
        shares = [
            share_responsibility(network, seen, self.posterior, (node,)) for node in self.symptoms
        ]
        if not shares:
            return np.zeros(len(self.grounded.hypotheses)), 0.0
        share = np.max([one.share for one in shares], axis=0)
        nameless = [i for i, h in enumerate(self.grounded.hypotheses) if h.fault is None]
        unlisted = [one.unlisted + float(one.share[nameless].sum()) for one in shares]
        return share, float(np.mean(unlisted))

    @property
    def unlisted(self) -> float:
        return self._shares[1]

    @cached_property
    def standings(self) -> Standings:
        of_symptoms = [j for node in self.symptoms for j in self.grounded.findings_of(node)]
        reference = self._infer(keep_only(self.grounded.seen, of_symptoms))
        return Standings(
            probability=self.posterior.marginal,
            factor=bayes_factors(self.posterior, reference),
            responsibility=np.where(self._has_grounds, self._shares[0], 0.0),
        )

    def link(self, node: int) -> Link:
        at = self.grounded.nodes[node]
        return Link(id=at.owner.id, title=at.owner.title, entity=at.entity)

    def symptom_evidence(self) -> tuple[Evidence, ...]:
        read = [j for node in self.symptoms for j in self.grounded.findings_of(node)]
        rows = [describe(self.grounded.findings[j], self.catalogue) for j in read]
        return tuple(row for row in rows if row.holds is Truth.TRUE)

    def causes(self) -> tuple[Cause, ...]:
        chosen = [i for i in self._implicated() if self._shares[0][i] >= RELEVANT]
        return self._describe(chosen[:LISTED])

    def bystanders(self) -> tuple[Cause, ...]:
        """Faults that are there, but not why the target suffers."""
        chosen = [i for i in self._implicated() if self._shares[0][i] < RELEVANT]
        return self._describe(chosen)

    def suspects(self) -> tuple[Cause, ...]:
        """The likeliest faults where none is likely enough to be named."""
        marginal = self.posterior.marginal
        listed = [i for i, h in enumerate(self.grounded.hypotheses) if h.fault]
        likely = [i for i in listed if marginal[i] >= SUSPECT and not self._is_named(i)]
        return self._describe(sorted(likely, key=lambda i: -marginal[i])[:LISTED])

    def _implicated(self) -> list[int]:
        share, marginal = self._shares[0], self.posterior.marginal
        chosen = [i for i in range(len(marginal)) if self._is_named(i)]
        return sorted(chosen, key=lambda i: (-share[i], -marginal[i]))

    def _is_named(self, index: int) -> bool:
        return bool(self.posterior.marginal[index] >= IMPLICATED and self._has_grounds[index])

    @cached_property
    def _has_grounds(self) -> Booleans:
        """Whether something that was measured speaks for a fault: a complaint alone names none.

        What a fault does itself speaks for it even where so much else does that it adds nothing.
        A fault of which no sign of its own could be measured is a guess: it stays a suspect.
        """
        read = [
            j
            for j, finding in enumerate(self.grounded.findings)
            if finding.check is not None and finding.truth is Truth.TRUE
        ]
        grounds = np.zeros(len(self.grounded.hypotheses), dtype=bool)
        done = self.grounded.network.strength[:, self.grounded.network.reads[read]]
        for index, row in self._weights.items():
            speaks = bool((row[read] > SPEAKS).any())
            guess = self._is_guess(self.grounded.hypotheses[index])
            grounds[index] = (speaks and not guess) or bool((done[index] > IMPLICATED).any())
        return grounds

    def _is_guess(self, hypothesis: Hypothesis) -> bool:
        """Say whether a fault has signs, and none of them could be read."""
        signs = [
            finding.truth
            for finding in self.grounded.findings
            if finding.node.owner is hypothesis.fault and finding.node.entity == hypothesis.entity
        ]
        return bool(signs) and all(truth is Truth.UNKNOWN for truth in signs)

    @cached_property
    def _weights(self) -> dict[int, Floats]:
        """How much each finding speaks for each listed fault that is likely."""
        likely = [
            i
            for i, hypothesis in enumerate(self.grounded.hypotheses)
            if hypothesis.fault and self.posterior.marginal[i] >= SUSPECT
        ]
        rows = weigh_for_hypotheses(
            self.grounded.network, self.grounded.seen, self.posterior, likely
        )
        return dict(zip(likely, rows, strict=True))

    def _describe(self, chosen: list[int]) -> tuple[Cause, ...]:
        return tuple(self._cause(i, self.grounded.hypotheses[i], self._weights[i]) for i in chosen)

    def _cause(self, index: int, hypothesis: Hypothesis, weights: Floats) -> Cause:
        fault, entity = hypothesis.fault, hypothesis.entity
        if fault is None:
            raise TypeError("an unlisted cause has no page")
        order = np.argsort(-weights)
        rows = [
            describe(self.grounded.findings[j], self.catalogue, float(weights[j]))
            for j in order
            if self.grounded.findings[j].check is not None
        ]
        return Cause(
            fault=fault.id,
            title=fault.title,
            entity=entity,
            layer=fault.layer,
            path=fault.path,
            probability=float(self.posterior.marginal[index]),
            responsibility=float(self._shares[0][index]),
            because=fault.because,
            confirm=fill(fault.confirm, self.snapshot, entity),
            chain=self._chain(index, fault, entity),
            evidence_for=tuple(row for row in rows if row.weight > SPEAKS)[:LISTED],
            evidence_against=tuple(row for row in reversed(rows) if row.weight < -SPEAKS)[:LISTED],
            remedies=remedies(fault, self.catalogue, self.snapshot, entity),
            witness=rank_witnesses(fault, self.snapshot, entity),
            same_evidence=self._same(index),
        )

    def _chain(self, index: int, fault: Fault, entity: Entity) -> tuple[Link, ...]:
        first = Link(id=fault.id, title=fault.title, entity=entity)
        if not self.symptoms:
            return (first,)
        nodes = trace_chain(
            self.grounded.network, self.grounded.seen, self.posterior, self.symptoms, index
        )
        return (first, *(self.link(node) for node in nodes))

    def _same(self, index: int) -> tuple[str, ...]:
        """Faults that alone explain what was measured as well as this one does."""
        sets, weights = self.posterior.sets, self.posterior.log_weights
        alone = {
            int(row[row >= 0][0]): float(weight)
            for row, weight in zip(sets, weights, strict=True)
            if (row >= 0).sum() == 1
        }
        if index not in alone:
            return ()
        odds = np.log(self.grounded.network.odds)
        fit = {i: weight - float(odds[i]) for i, weight in alone.items()}
        me = self.grounded.hypotheses[index].name
        rivals = (self.grounded.hypotheses[i] for i in fit if abs(fit[i] - fit[index]) < SAME)
        return tuple(dict.fromkeys(h.name for h in rivals if h.fault and h.name != me))

    def cleared(self, cells: tuple[Cell, ...]) -> tuple[Cleared, ...]:
        """The readings that exonerate a layer of which no part is at fault."""
        guilty = {cell.layer for cell in cells if cell.standing is Standing.AT_FAULT}
        fine = {(c.layer, c.path) for c in cells if c.standing is Standing.EXONERATED}
        network = self.grounded.network
        weights = np.log((1 - network.sensitivity) / (1 - network.false_alarm))
        rows = [
            Cleared(
                layer=finding.node.owner.layer,
                path=finding.node.owner.path,
                by=describe(finding, self.catalogue, float(weight)),
            )
            for finding, weight in zip(self.grounded.findings, weights, strict=True)
            if finding.truth is Truth.FALSE
            and finding.node.owner.layer not in guilty
            and (finding.node.owner.layer, finding.node.owner.path) in fine
        ]
        return tuple({(row.layer, row.by.signal, row.by.entity): row for row in rows}.values())

    def next_steps(self, target: Entity) -> tuple[NextStep, ...]:
        """The measurements that would tell most."""
        return next_steps(Situation(self.grounded, self.posterior, self.symptoms), target)
