"""Who is to blame for a symptom: shares pushed backwards from it, and the chain they flow along.

-log(1 - P) adds up in a noisy-OR, so it tells how much each cause contributes to an effect that
holds. Whatever no fault and no effect upstream accounts for is the leak's: an unlisted cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from downstack.inference.network import Findings, Floats, Indices, Network, gather_evidence
from downstack.inference.search import Posterior
from downstack.inference.sweep import believe

TOP_SETS = 150

Edge = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Blame:
    """One unit of blame per set, traced from the symptoms to the causes.

    flow[E, K] passes through an effect, edges[parent, effect] -> [K] along an edge,
    entries[3, E, K] ends at the fault in that slot of the set, unlisted[K] ends at leaks.
    """

    flow: Floats
    edges: dict[Edge, Floats]
    entries: Floats
    unlisted: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Responsibility:
    """Shares that sum to 1: share[H] of each hypothesis, unlisted of causes nobody listed.

    edges[parent, effect] and entries[hypothesis, effect]: the share that flows along each edge.
    """

    share: Floats
    unlisted: float
    edges: dict[Edge, float]
    entries: dict[Edge, float]


def push_blame(network: Network, sets: Indices, belief: Floats, symptoms: Sequence[int]) -> Blame:
    """Start with one unit spread over the symptoms and split it among causes, last effect first.

    sets[K, 3], belief[E, K] from `believe`. Raises ValueError without a symptom.
    """
    if not symptoms:
        raise ValueError("nobody is responsible for nothing: name a symptom")
    hazard = -np.log1p(-np.vstack([network.strength, np.zeros(len(network.leak))]))
    by_fault = hazard[sets].transpose(1, 2, 0)
    leak = -np.log1p(-network.leak)
    flow = np.zeros_like(belief)
    flow[list(symptoms)] = 1.0 / len(symptoms)
    entries, unlisted, edges = np.zeros(by_fault.shape), np.zeros(len(sets)), {}
    for effect in np.flatnonzero(_upstream(network, symptoms))[::-1].tolist():
        causes = network.parents[effect]
        by_parent = [-np.log1p(-weight * belief[parent]) for parent, weight in causes]
        listed = sum(by_parent, by_fault[:, effect].sum(axis=0))
        total = listed + leak[effect]
        rate = np.divide(flow[effect], total, out=np.zeros(len(sets)), where=total > 0)
        entries[:, effect] = rate * by_fault[:, effect]
        unlisted += flow[effect] - rate * listed
        for (parent, _), part in zip(causes, by_parent, strict=True):
            edges[parent, effect] = rate * part
            flow[parent] += edges[parent, effect]
    return Blame(flow, edges, entries, unlisted)


def share_responsibility(
    network: Network, findings: Findings, posterior: Posterior, symptoms: Sequence[int]
) -> Responsibility:
    """How much of the symptoms each hypothesis accounts for, averaged over the best sets."""
    sets, weights = posterior.top(TOP_SETS)
    blame = _blame(network, findings, sets, symptoms)
    hypotheses = len(network.odds)
    ends = blame.entries @ np.diag(weights)
    share = np.zeros(hypotheses + 1)
    np.add.at(share, sets.T, ends.sum(axis=1))
    entries: dict[Edge, float] = {}
    for slot, effect, column in np.argwhere(ends > 0).tolist():
        key = (int(sets[column, slot]), effect)
        entries[key] = entries.get(key, 0.0) + float(ends[slot, effect, column])
    return Responsibility(
        share=share[:hypotheses],
        unlisted=float(blame.unlisted @ weights),
        edges={edge: float(flow @ weights) for edge, flow in blame.edges.items()},
        entries=entries,
    )


def trace_chain(
    network: Network,
    findings: Findings,
    posterior: Posterior,
    symptoms: Sequence[int],
    hypothesis: int,
) -> tuple[int, ...]:
    """The effects along which most blame flows between this hypothesis and a symptom.

    First the effect that the hypothesis causes, last the symptom; empty if nothing flows. Judged
    on the best sets that contain the hypothesis.
    """
    holders = np.flatnonzero((posterior.sets == hypothesis).any(axis=1))[:TOP_SETS]
    if not len(holders):
        return ()
    sets = posterior.sets[holders]
    weights = np.exp(posterior.log_weights[holders] - posterior.log_weights[holders[0]])
    blame = _blame(network, findings, sets, symptoms)
    flow = np.maximum(blame.flow @ weights, np.finfo(float).tiny)
    reach, following = _follow(blame, weights, flow, symptoms)
    is_mine = (sets == hypothesis).T[:, None, :]
    mine = (blame.entries * is_mine).sum(axis=0) @ weights
    ending = reach * mine / flow
    effect = int(np.argmax(ending))
    if ending[effect] <= 0:
        return ()
    chain = [effect]
    while following[chain[-1]] >= 0:
        chain.append(int(following[chain[-1]]))
    return tuple(chain)


def find_main_causes(sets: Indices, blame: Blame) -> Indices:
    """Per set the hypothesis with the largest share, -1 where that is an unlisted cause."""
    ends = np.vstack([blame.entries.sum(axis=1), blame.unlisted])
    candidates = np.column_stack([sets, np.full(len(sets), -1)])
    main: Indices = candidates[np.arange(len(sets)), np.argmax(ends, axis=0)]
    return main


def _blame(network: Network, findings: Findings, sets: Indices, symptoms: Sequence[int]) -> Blame:
    belief = believe(network, gather_evidence(network, findings), sets)
    return push_blame(network, sets, belief, symptoms)


def _follow(
    blame: Blame, weights: Floats, flow: Floats, symptoms: Sequence[int]
) -> tuple[Floats, Indices]:
    """Per effect the largest part that reaches it along one path, and the next effect on it."""
    reach = np.zeros(len(flow))
    reach[list(symptoms)] = 1.0 / len(symptoms)
    following = np.full(len(flow), -1, dtype=np.intp)
    for (parent, effect), part in sorted(blame.edges.items(), key=lambda item: -item[0][1]):
        along = reach[effect] * float(part @ weights) / flow[effect]
        if along > reach[parent]:
            reach[parent], following[parent] = along, effect
    return reach, following


def _upstream(network: Network, symptoms: Sequence[int]) -> Indices:
    """Which effects are a symptom or lead to one, as 0 and 1."""
    found = np.zeros(len(network.leak), dtype=np.intp)
    found[list(symptoms)] = 1
    for effect in range(len(found) - 1, -1, -1):
        if found[effect]:
            found[[parent for parent, _ in network.parents[effect]]] = 1
    return found
