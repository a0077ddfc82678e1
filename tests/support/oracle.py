"""Inference by full enumeration of effect states and sets: slow, and exact."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from math import prod

import numpy as np

from downstack.inference.network import NOT_SEEN, SEEN, Findings, Floats, Indices, Network


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Exact answers: per set its posterior and log-likelihood, per hypothesis its probability."""

    sets: tuple[tuple[int, ...], ...]
    weights: Floats
    log_likelihood: Floats
    marginal: Floats
    log_evidence: float


def enumerate_everything(
    network: Network, findings: Findings, cardinality: tuple[float, ...]
) -> Truth:
    """The posterior over all sets of up to three hypotheses."""
    hypotheses = len(network.odds)
    largest = min(3, hypotheses)
    sets = tuple(
        members for size in range(largest + 1) for members in combinations(range(hypotheses), size)
    )
    prior = np.array([_prior(network, members, cardinality[: largest + 1]) for members in sets])
    likelihood = np.array([likelihood_of(network, members, findings) for members in sets])
    joint = prior * likelihood
    weights = joint / joint.sum()
    marginal = np.array(
        [
            sum(w for w, members in zip(weights, sets, strict=True) if h in members)
            for h in range(hypotheses)
        ]
    )
    return Truth(sets, weights, np.log(likelihood), marginal, float(np.log(joint.sum())))


def likelihood_of(network: Network, members: tuple[int, ...], findings: Findings) -> float:
    """P(findings | set), summed over all states of the effects."""
    return float(_joint(network, members, findings)[1].sum())


def belief_of(network: Network, members: tuple[int, ...], findings: Findings) -> Floats:
    """P(effect | set, findings) of every effect."""
    states, joint = _joint(network, members, findings)
    belief: Floats = joint @ states / joint.sum()
    return belief


def pad_sets(sets: Iterable[tuple[int, ...]]) -> Indices:
    """The sets as rows of three, -1 in the empty slots."""
    return np.array([(*members, *[-1] * (3 - len(members))) for members in sets], dtype=np.intp)


def _prior(network: Network, members: tuple[int, ...], cardinality: tuple[float, ...]) -> float:
    size = len(members)
    odds: list[float] = network.odds.tolist()
    of_this_size = sum(
        prod(odds[h] for h in other) for other in combinations(range(len(odds)), size)
    )
    return cardinality[size] / sum(cardinality) * prod(odds[h] for h in members) / of_this_size


@cache
def _all_states(effects: int) -> Floats:
    return np.array(list(product((0.0, 1.0), repeat=effects)))


def _joint(network: Network, members: tuple[int, ...], findings: Findings) -> tuple[Floats, Floats]:
    """All effect states [2^E, E] and P(state, findings | set) of each."""
    effects = len(network.leak)
    states = _all_states(effects)
    joint = np.ones(len(states))
    for effect in range(effects):
        absent = np.full(len(states), 1.0 - network.leak[effect])
        for member in members:
            absent *= 1.0 - network.strength[member, effect]
        for parent, weight in network.parents[effect]:
            absent *= np.where(states[:, parent] == 1, 1.0 - weight, 1.0)
        joint *= np.where(states[:, effect] == 1, 1.0 - absent, absent)
    for finding, effect in enumerate(network.reads):
        seen = np.where(
            states[:, effect] == 1, network.sensitivity[finding], network.false_alarm[finding]
        )
        if findings[finding] == SEEN:
            joint *= seen
        elif findings[finding] == NOT_SEEN:
            joint *= 1.0 - seen
    return states, joint
