"""The matrix of layers and paths: at fault, exonerated, undecided or not applicable (D15)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from downstack.catalogue import Catalogue
from downstack.effect import Effect
from downstack.fault import Fault
from downstack.inference.evidence import bound, operator
from downstack.inference.ground import Grounded
from downstack.inference.network import Floats
from downstack.model import Layer, Path, Snapshot, Truth
from downstack.model.verdict import Cell, HopTime, Standing
from downstack.paths import ROUTES

AT_FAULT = 0.5
"""Responsibility of a cell from which on it is at fault."""
CLEARED_PROBABILITY = 0.02
CLEARED_FACTOR = 0.1
BECAUSE = 3
"""Readings to quote for one cell."""


@dataclass(frozen=True, slots=True)
class Standings:
    """What the posterior says about each hypothesis: P, Bayes factor, responsibility, [H] each."""

    probability: Floats
    factor: Floats
    responsibility: Floats


def judge_cells(
    snapshot: Snapshot,
    catalogue: Catalogue,
    grounded: Grounded,
    standings: Standings,
    hops: tuple[HopTime, ...],
) -> tuple[Cell, ...]:
    """Return a verdict for each layer and path that some fault of the catalogue covers."""
    keys = dict.fromkeys((f.layer, f.path) for f in catalogue.faults if not f.risk)
    order = {layer: number for number, layer in enumerate(Layer)}
    paths: Mapping[Path | None, int] = {p: n for n, p in enumerate([*Path, None])}
    judge = _Judge(snapshot, catalogue, grounded, standings, hops)
    ordered = sorted(keys, key=lambda key: (order[key[0]], paths[key[1]]))
    return tuple(judge.cell(layer, path) for layer, path in ordered)


class _Judge:
    def __init__(
        self,
        snapshot: Snapshot,
        catalogue: Catalogue,
        grounded: Grounded,
        standings: Standings,
        hops: tuple[HopTime, ...],
    ) -> None:
        self._snapshot = snapshot
        self._catalogue = catalogue
        self._grounded = grounded
        self._standings = standings
        self._hops = hops

    def cell(self, layer: Layer, path: Path | None) -> Cell:
        """Judge one cell."""
        listed = [
            index
            for index, hypothesis in enumerate(self._grounded.hypotheses)
            if hypothesis.fault and (hypothesis.fault.layer, hypothesis.fault.path) == (layer, path)
        ]
        gated = [
            row
            for row in self._grounded.gated
            if (row.owner.layer, row.owner.path) == (layer, path)
        ]
        if sum(self._standings.responsibility[i] for i in listed) >= AT_FAULT:
            return Cell(layer=layer, path=path, standing=Standing.AT_FAULT)
        readings = self._readings(layer, path, listed)
        readings += [
            f"{row.owner.id} cannot be: {row.clause.signal.name} {operator(row.clause)} "
            f"{bound(row.clause)} is false"
            for row in gated
        ]
        if not listed and not readings:
            standing = Standing.UNDECIDED if self._exists(layer, path) else Standing.NOT_APPLICABLE
            return Cell(layer=layer, path=path, standing=standing)
        fast = self._hop_is_fast(layer, path)
        doubtful = [
            i for i in listed if not self._is_cleared(i) and not (fast and self._slows(i, path))
        ]
        if readings and not doubtful:
            because = tuple(readings[:BECAUSE])
            return Cell(layer=layer, path=path, standing=Standing.EXONERATED, because=because)
        names = dict.fromkeys(self._grounded.hypotheses[i].name for i in doubtful)
        return Cell(layer=layer, path=path, standing=Standing.UNDECIDED, because=tuple(names))

    def _is_cleared(self, index: int) -> bool:
        return bool(
            self._standings.probability[index] < CLEARED_PROBABILITY
            and self._standings.factor[index] < CLEARED_FACTOR
        )

    def _slows(self, index: int, path: Path | None) -> bool:
        """Whether a fault would show as time in a hop: errors and full filesystems take none."""
        fault = self._grounded.hypotheses[index].fault
        felt = {signal for route in ROUTES if route.path is path for signal in route.felt}
        return fault is not None and any(
            felt & {check.clause.signal for check in effect.checks} for effect in _downstream(fault)
        )

    def _exists(self, layer: Layer, path: Path | None) -> bool:
        kinds = {
            fault.of
            for fault in self._catalogue.faults
            if (fault.layer, fault.path) == (layer, path) and self._could_hurt(fault)
        }
        return any(self._snapshot.of_kind(kind) for kind in kinds)

    def _could_hurt(self, fault: Fault) -> bool:
        """Whether a fault has a way to a symptom of what suffers, wherever it is."""
        kinds = {entity.kind for entity in self._grounded.target}
        return any(effect.symptom and effect.of in kinds for effect in _downstream(fault))

    def _readings(self, layer: Layer, path: Path | None, listed: list[int]) -> list[str]:
        """What was looked at and not seen: in the cell, or just where its faults would show."""
        reached = np.any(self._grounded.network.strength[listed] > 0, axis=0).tolist()
        return [
            f"{finding.node.entity}: {finding.check.clause.signal.name} not "
            f"{operator(finding.check.clause)} {bound(finding.check.clause)}"
            for finding, node in zip(
                self._grounded.findings, self._grounded.network.reads.tolist(), strict=True
            )
            if finding.check
            and finding.truth is Truth.FALSE
            and (
                reached[node]
                or (finding.node.owner.layer, finding.node.owner.path) == (layer, path)
            )
        ]

    def _hop_is_fast(self, layer: Layer, path: Path | None) -> bool:
        mine = [hop for hop in self._hops if hop.path is path and hop.layers == (layer,)]
        return bool(mine) and all(hop.high is not None and hop.high <= hop.limit for hop in mine)


def _downstream(fault: Fault) -> Iterator[Effect]:
    """Yield every effect that a fault may have, near ones first."""
    waiting = deque(lead.to for lead in fault.leads_to)
    seen: set[str] = set()
    while waiting:
        effect = waiting.popleft()
        if effect.id not in seen:
            seen.add(effect.id)
            yield effect
            waiting.extend(lead.to for lead in effect.leads_to)
