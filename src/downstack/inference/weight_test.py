"""Weights by hand, and against leaving each finding out of a full enumeration."""

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downstack.inference.cardinality import INCIDENT
from downstack.inference.network import NOT_SEEN, SEEN, UNKNOWN, Findings, Network, forget
from downstack.inference.search import infer
from downstack.inference.weight import bayes_factors, weigh_for_hypotheses
from tests.support.networks import draw_members, random_findings, random_network
from tests.support.oracle import enumerate_everything

TWO_APART = Network(
    odds=np.array([0.1, 0.1]),
    strength=np.array([[0.8, 0.0], [0.0, 0.8]]),
    parents=((), ()),
    leak=np.array([0.1, 0.1]),
    reads=np.array([0, 1]),
    sensitivity=np.array([0.9, 0.9]),
    false_alarm=np.array([0.05, 0.05]),
)


def _exact_weight(network: Network, findings: Findings, finding: int, hypothesis: int) -> float:
    """Log-odds with the finding minus log-odds without it."""
    with_it, without = (
        enumerate_everything(network, one, INCIDENT).marginal[hypothesis]
        for one in (findings, forget(findings, [finding]))
    )
    return log(with_it / (1 - with_it)) - log(without / (1 - without))


def test_one_finding_by_hand() -> None:
    """P(seen | fault) = .82 * .9 + .18 * .05; without it, .1 * .9 + .9 * .05."""
    network = Network(
        odds=np.array([0.1]),
        strength=np.array([[0.8]]),
        parents=((),),
        leak=np.array([0.1]),
        reads=np.array([0]),
        sensitivity=np.array([0.9]),
        false_alarm=np.array([0.05]),
    )
    findings = np.array([SEEN], dtype=np.int8)
    weights = weigh_for_hypotheses(network, findings, infer(network, findings), [0])
    assert weights == pytest.approx(np.array([[log(0.747 / 0.135)]]))


def test_an_unknown_finding_weighs_nothing() -> None:
    """And one that was looked for and not seen speaks against."""
    findings = np.array([NOT_SEEN, UNKNOWN], dtype=np.int8)
    weights = weigh_for_hypotheses(TWO_APART, findings, infer(TWO_APART, findings), [0, 1])
    assert weights[0, 0] < -1
    assert weights[:, 1].tolist() == [0.0, 0.0]


def test_nothing_to_weigh_gives_nothing() -> None:
    """No hypothesis asked for, or no finding known."""
    blind = np.full(2, UNKNOWN, dtype=np.int8)
    posterior = infer(TWO_APART, blind)
    assert weigh_for_hypotheses(TWO_APART, blind, posterior, []).shape == (0, 2)
    assert weigh_for_hypotheses(TWO_APART, blind, posterior, [1]).tolist() == [[0.0, 0.0]]


def test_what_speaks_for_one_fault_speaks_against_its_rival() -> None:
    """Explaining away, through the prior over how many."""
    findings = np.array([SEEN, UNKNOWN], dtype=np.int8)
    weights = weigh_for_hypotheses(TWO_APART, findings, infer(TWO_APART, findings), [0, 1])
    assert weights[0, 0] > 0 > weights[1, 0]


@given(seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=8)
def test_is_exact_on_a_forest(seed: int) -> None:
    """Five hypotheses: the best sets are all sets; isolated effects and linked ones."""
    network = random_network(seed, hypotheses=5, effects=7, findings=9, parents=1)
    findings = random_findings(seed, network, draw_members(seed, network, 1))
    weights = weigh_for_hypotheses(network, findings, infer(network, findings), [0, 3])
    for finding in np.flatnonzero(findings != UNKNOWN).tolist():
        exact = [_exact_weight(network, findings, finding, hypothesis) for hypothesis in (0, 3)]
        assert weights[:, finding] == pytest.approx(exact)


def test_is_near_exact_on_graphs() -> None:
    """Within .1 nat on average, for the leading hypothesis."""
    errors = []
    for seed in range(6):
        network = random_network(seed, effects=10)
        findings = random_findings(seed, network, draw_members(seed, network, 2))
        posterior = infer(network, findings)
        leader = int(np.argmax(posterior.marginal))
        weights = weigh_for_hypotheses(network, findings, posterior, [leader])[0]
        errors += [
            abs(weights[finding] - _exact_weight(network, findings, finding, leader))
            for finding in np.flatnonzero(findings != UNKNOWN).tolist()
        ]
    assert np.mean(errors) < 0.1


def test_two_findings_that_cancel_each_weigh_on_their_own() -> None:
    """Together they say nothing about the effect, yet each alone would."""
    network = Network(
        odds=np.array([0.1]),
        strength=np.array([[0.8, 0.0]]),
        parents=((), ((0, 0.5),)),
        leak=np.array([0.1, 0.1]),
        reads=np.array([1, 1]),
        sensitivity=np.array([0.75, 0.75]),
        false_alarm=np.array([0.25, 0.25]),
    )
    findings = np.array([SEEN, NOT_SEEN], dtype=np.int8)
    weights = weigh_for_hypotheses(network, findings, infer(network, findings), [0])[0]
    expected = [_exact_weight(network, findings, finding, 0) for finding in (0, 1)]
    assert weights == pytest.approx(expected)


def test_bayes_factor_is_a_ratio_of_odds() -> None:
    """The symptom alone gives the odds that all the evidence is measured against."""
    findings = np.array([SEEN, NOT_SEEN], dtype=np.int8)
    now, before = infer(TWO_APART, findings), infer(TWO_APART, forget(findings, [1]))
    expected = now.marginal / (1 - now.marginal) / (before.marginal / (1 - before.marginal))
    assert bayes_factors(now, before) == pytest.approx(expected)
    assert bayes_factors(now, now) == pytest.approx([1.0, 1.0])
