"""In which order the sweep visits the effects, laid out so that numpy does it in few calls.

Three kinds of effects:
- private: no parent, no child, at most one hypothesis. A number per hypothesis, no visit at all.
- hanging: one parent, and nothing below but hanging effects. Removed exactly, leaves first.
- core: all others (where causes meet, and what leads there). Swept causes first.

Effects of the core that share no row of the belief table commute, so they are visited together,
as one wave: the result is that of visiting them one by one, with a fraction of the calls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from downstack.inference.network import Evidence, Floats, Indices, Network

STRONGEST = 25.0  # nats one effect's evidence may weigh: keeps products within a double


@dataclass(frozen=True, slots=True, eq=False)
class Wave:
    """Core effects visited together: no two have a parent in common, none is parent of another.

    rows: their place in the plan. Per edge: parent (row), child (place within the wave), weight.
    starts: where each child's edges begin.
    """

    rows: slice
    parent: Indices
    child: Indices
    starts: Indices
    weight: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Tier:
    """Hanging effects of one height, siblings side by side.

    rows: their place in the plan; weight[rows, 1]: strength of their only edge; of[rows]: its
    parent's row. starts: where each family begins; parent: the row each family hangs on.
    """

    rows: slice
    weight: Floats
    of: Indices
    starts: Indices
    parent: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What to visit in which order, for one network and one set of findings.

    effects[n]: the effects visited: roots, waves, tiers. quiet[n, H+1]: P(not caused by the
    hypothesis), the last column is the empty slot; leak_quiet[n, 1]: nor by the leak.
    log_ratio[n]: evidence. folded[H+1]: log-likelihood that its private effects add to a
    hypothesis; base: log-likelihood shared by all sets.
    """

    effects: Indices
    roots: slice
    waves: tuple[Wave, ...]
    tiers: tuple[Tier, ...]
    quiet: Floats
    leak_quiet: Floats
    log_ratio: Floats
    folded: Floats
    base: float


def plan_likelihood(network: Network, evidence: Evidence, changing: Indices | None = None) -> Plan:
    """Visit only what decides the likelihood: effects with evidence in or downstream of them.

    Effects whose evidence the caller is going to change have a row of their own in any case.
    """
    changed = np.zeros(len(network.leak), dtype=bool)
    if changing is not None:
        changed[changing] = True
    wanted = (evidence.log_ratio != 0) | changed
    is_parent = np.zeros_like(wanted)
    for effect in range(len(wanted) - 1, -1, -1):
        if wanted[effect]:
            for parent, _ in network.parents[effect]:
                wanted[parent] = is_parent[parent] = True
    isolated = np.array([not causes for causes in network.parents], dtype=bool) & ~is_parent
    private = wanted & ~changed & isolated & ((network.strength > 0).sum(axis=0) <= 1)
    folded, constant = _fold(network, evidence, np.flatnonzero(private))
    kept = np.flatnonzero(wanted & ~private).tolist()
    return _lay_out(network, evidence, kept, folded, evidence.base + constant)


def plan_beliefs(network: Network, evidence: Evidence) -> Plan:
    """Visit every effect."""
    nothing = np.zeros(len(network.odds) + 1)
    return _lay_out(network, evidence, range(len(network.leak)), nothing, evidence.base)


def bounded_ratio(log_ratio: Floats) -> Floats:
    """Likelihood ratio, bounded to e^-25..e^25."""
    return np.exp(np.clip(log_ratio, -STRONGEST, STRONGEST))


def chance_of(ratio: Floats, absent: Floats) -> Floats:
    """P(evidence) where the effect is absent with this probability, relative to no effect.

    Not absent * (1 - ratio) + ratio, which is 0 for a large ratio where absent is 1.
    """
    chance: Floats = 1.0 - absent
    chance *= ratio
    chance += absent
    return chance


def _fold(network: Network, evidence: Evidence, private: Indices) -> tuple[Floats, float]:
    """Log-likelihood that private effects add to each hypothesis [H+1], and without any."""
    ratio = bounded_ratio(evidence.log_ratio[private])
    quiet = _with_empty_slot(network.strength[:, private]) * (1.0 - network.leak[private])
    logs = np.log(chance_of(ratio, quiet))
    return (logs - logs[-1]).sum(axis=1), float(logs[-1].sum())


def _with_empty_slot(strength: Floats) -> Floats:
    """P(not caused) by each hypothesis, and 1 in a last row for the empty slot."""
    return np.vstack([1.0 - strength, np.ones(strength.shape[1])])


def _lay_out(
    network: Network, evidence: Evidence, kept: Sequence[int], folded: Floats, base: float
) -> Plan:
    """Number the effects by stage and tier and lay out their edges."""
    heights = _measure_heights(network, kept)
    stages = _stage(network, [effect for effect in kept if effect not in heights])
    levels = _level(network, heights)
    groups = [*stages, *levels]
    order = np.array([effect for group in groups for effect in group], dtype=np.intp)
    row = dict(zip(order.tolist(), range(len(order)), strict=True))
    ends = np.cumsum([0, *map(len, groups)]).tolist()
    rows = [slice(start, stop) for start, stop in pairwise(ends)]
    edges = [[network.parents[effect] for effect in group] for group in groups]
    core = len(stages)
    return Plan(
        effects=order,
        roots=rows[0],
        waves=tuple(map(_make_wave, rows[1:core], edges[1:core], [row] * (core - 1))),
        tiers=tuple(map(_make_tier, rows[core:], edges[core:], [row] * len(levels))),
        quiet=np.ascontiguousarray(_with_empty_slot(network.strength[:, order]).T),
        leak_quiet=(1.0 - network.leak[order])[:, None],
        log_ratio=evidence.log_ratio[order],
        folded=folded,
        base=base,
    )


def _measure_heights(network: Network, kept: Sequence[int]) -> dict[int, int]:
    """The hanging effects, each with its height above the lowest leaf."""
    blocked: set[int] = set()
    below: dict[int, int] = {}
    heights: dict[int, int] = {}
    for effect in reversed(kept):
        causes = network.parents[effect]
        if len(causes) == 1 and effect not in blocked:
            heights[effect] = below.get(effect, 0)
            parent = causes[0][0]
            below[parent] = max(below.get(parent, 0), heights[effect] + 1)
        else:
            blocked.update(parent for parent, _ in causes)
    return heights


def _stage(network: Network, core: Sequence[int]) -> list[list[int]]:
    """Core effects by wave, roots first; each waits for all before it that touch its parents."""
    touched: dict[int, int] = {}
    stages: list[list[int]] = [[]]
    for effect in core:
        parents = [parent for parent, _ in network.parents[effect]]
        stage = 1 + max(touched[parent] for parent in parents) if parents else 0
        for touches in (effect, *parents):
            touched[touches] = stage
        if stage == len(stages):
            stages.append([])
        stages[stage].append(effect)
    return stages


def _level(network: Network, heights: dict[int, int]) -> list[list[int]]:
    """Hanging effects by height, siblings side by side."""
    levels: list[list[int]] = [[] for _ in range(max(heights.values(), default=-1) + 1)]
    for effect, height in heights.items():
        levels[height].append(effect)
    return [sorted(level, key=lambda effect: network.parents[effect]) for level in levels]


def _make_wave(
    rows: slice, parents: Sequence[tuple[tuple[int, float], ...]], row: dict[int, int]
) -> Wave:
    counts = [len(causes) for causes in parents]
    edges = [edge for causes in parents for edge in causes]
    return Wave(
        rows=rows,
        parent=np.array([row[parent] for parent, _ in edges], dtype=np.intp),
        child=np.repeat(np.arange(len(counts)), counts),
        starts=np.cumsum([0, *counts[:-1]], dtype=np.intp),
        weight=np.array([weight for _, weight in edges])[:, None],
    )


def _make_tier(
    rows: slice, parents: Sequence[tuple[tuple[int, float], ...]], row: dict[int, int]
) -> Tier:
    of = np.array([row[causes[0][0]] for causes in parents], dtype=np.intp)
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    return Tier(
        rows=rows,
        weight=np.array([causes[0][1] for causes in parents])[:, None],
        of=of,
        starts=starts,
        parent=of[starts],
    )
