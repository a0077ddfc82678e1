"""How many faults at once: the prior of a set of up to three faults."""

from typing import TypeAlias

import numpy as np

from downstack.inference.network import Floats, Indices

Cardinality: TypeAlias = tuple[float, float, float, float]
"""P(k faults), k = 0..3."""

INCIDENT: Cardinality = (0.05, 0.65, 0.24, 0.06)
"""Somebody complains: a symptom holds or was declared."""

PATROL: Cardinality = (0.95, 0.04, 0.008, 0.002)
"""Nobody complains."""

LARGEST = 3


def sum_products(odds: Floats) -> Floats:
    """Elementary symmetric polynomials of degree 0..3: the sum over all sets of their products."""
    sums = [1.0, 0.0, 0.0, 0.0]
    for value in odds.tolist():
        for degree in range(LARGEST, 0, -1):
            sums[degree] += value * sums[degree - 1]
    return np.array(sums)


def log_prior(odds: Floats, cardinality: Cardinality, sets: Indices) -> Floats:
    """Log prior of each set: log P(k) + sum of log odds - log of all sets of that size.

    sets[K, 3] hypotheses, -1 = empty slot. With fewer than three hypotheses P(k) is renormalised
    over the sizes that exist. The priors of all sets sum to 1.
    """
    possible = min(LARGEST, len(odds)) + 1
    share = np.array(cardinality[:possible]) / sum(cardinality[:possible])
    size_term = np.log(share) - np.log(sum_products(odds)[:possible])
    log_odds = np.append(np.log(odds), 0.0)
    sizes = (sets >= 0).sum(axis=1)
    prior: Floats = size_term[sizes] + log_odds[sets].sum(axis=1)
    return prior
