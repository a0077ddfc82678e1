"""A source that returns garbage: its findings say as much about the fault as a coin."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from downstack.inference.cardinality import INCIDENT, Cardinality
from downstack.inference.network import (
    NOT_SEEN,
    SEEN,
    UNKNOWN,
    Findings,
    Floats,
    Indices,
    Network,
    forget,
)
from downstack.inference.search import QUICK, Posterior, infer

PRIOR = 0.02  # that some source is broken
ODD_RATE = 0.2  # share of findings seen from which a source is suspected
FEWEST = 4  # findings that make a rate
MOST_SUSPECTS = 6  # each costs an inference


@dataclass(frozen=True, slots=True, eq=False)
class Soundness:
    """Which source to distrust.

    probability[G] that a group's source returns garbage, sound that none does; marginal[H] and
    none averaged over both; worst: the group most likely broken if that beats sound, else -1;
    findings and posterior as they are without the worst group.
    """

    probability: Floats
    sound: float
    marginal: Floats
    none: float
    worst: int
    findings: Findings
    posterior: Posterior


def suspect_sources(findings: Findings, groups: Sequence[Indices]) -> list[int]:
    """Groups with an odd alarm rate, the oddest first."""
    rates: dict[int, float] = {}
    for index, group in enumerate(groups):
        seen = int((findings[group] == SEEN).sum())
        known = seen + int((findings[group] == NOT_SEEN).sum())
        if known >= FEWEST and seen >= ODD_RATE * known:
            rates[index] = seen / known
    return sorted(rates, key=lambda index: -rates[index])[:MOST_SUSPECTS]


def doubt_sources(
    network: Network,
    findings: Findings,
    groups: Sequence[Indices],
    posterior: Posterior,
    cardinality: Cardinality = INCIDENT,
) -> Soundness:
    """Weigh "this source returns garbage" for each suspect against the posterior given.

    groups: per source the indices of its findings. One inference per suspect, none without.
    """
    suspects = suspect_sources(findings, groups)
    masked = [forget(findings, groups[index]) for index in suspects]
    rivals = [infer(network, one, cardinality, QUICK) for one in masked]
    log_odds = [np.log1p(-PRIOR) + posterior.log_evidence]
    for index, rival in zip(suspects, rivals, strict=True):
        coins = int((findings[groups[index]] != UNKNOWN).sum())
        prior = np.log(PRIOR / len(groups))
        log_odds.append(prior + rival.log_evidence + coins * np.log(0.5))
    weights = np.exp(np.array(log_odds) - max(log_odds))
    weights /= weights.sum()
    probability = np.zeros(len(groups))
    probability[suspects] = weights[1:]
    best = int(np.argmax(weights))
    readings = [posterior, *rivals]
    return Soundness(
        probability=probability,
        sound=float(weights[0]),
        marginal=weights @ np.array([one.marginal for one in readings]),
        none=float(weights @ np.array([one.none for one in readings])),
        worst=[-1, *suspects][best],
        findings=[findings, *masked][best],
        posterior=readings[best],
    )
