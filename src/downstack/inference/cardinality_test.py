"""The prior over sets, by hand and by summing over all sets."""

from itertools import combinations
from math import log

import numpy as np
import pytest

from downstack.inference.cardinality import (
    INCIDENT,
    PATROL,
    Cardinality,
    log_prior,
    sum_products,
)


def _all_sets(hypotheses: int) -> list[tuple[int, ...]]:
    padded = [
        (*members, *[-1] * (3 - size))
        for size in range(min(3, hypotheses) + 1)
        for members in combinations(range(hypotheses), size)
    ]
    return [tuple(members) for members in padded]


def test_sums_products_by_hand() -> None:
    """1; 1+2+3; 1*2 + 1*3 + 2*3; 1*2*3."""
    assert sum_products(np.array([1.0, 2.0, 3.0])).tolist() == [1.0, 6.0, 11.0, 6.0]


def test_prior_of_a_set_is_its_share_of_its_size() -> None:
    """Of P(1) = .65 hypothesis 2 gets 3/6; of P(2) = .24 the pair (1, 2) gets 6/11."""
    sets = np.array([[-1, -1, -1], [2, -1, -1], [1, 2, -1]])
    expected = [log(0.05), log(0.65 * 3 / 6), log(0.24 * 6 / 11)]
    assert log_prior(np.array([1.0, 2.0, 3.0]), INCIDENT, sets) == pytest.approx(expected)


@pytest.mark.parametrize("cardinality", [INCIDENT, PATROL])
@pytest.mark.parametrize("hypotheses", [0, 1, 2, 3, 7])
def test_priors_of_all_sets_sum_to_one(cardinality: Cardinality, hypotheses: int) -> None:
    """Also where there are fewer than three hypotheses."""
    odds = np.geomspace(1e-4, 0.5, hypotheses)
    prior = log_prior(odds, cardinality, np.array(_all_sets(hypotheses)))
    assert np.exp(prior).sum() == pytest.approx(1.0)


def test_a_patrol_mostly_expects_nothing() -> None:
    """At least nine times in ten."""
    assert PATROL[0] >= 0.9
    assert sum(PATROL) == pytest.approx(1.0)
    assert sum(INCIDENT) == pytest.approx(1.0)
