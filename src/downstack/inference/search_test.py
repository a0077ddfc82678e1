"""The posterior over sets: against full enumeration, and what must never change it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downstack.inference.cardinality import INCIDENT, PATROL
from downstack.inference.network import NOT_SEEN, UNKNOWN, Network, forget
from downstack.inference.search import QUICK, Budget, infer
from tests.support.networks import (
    add_unlisted,
    draw_members,
    drop_hypothesis,
    other_topological_order,
    permute_hypotheses,
    random_findings,
    random_network,
    reorder_effects,
)
from tests.support.oracle import enumerate_everything

SEEDS = st.integers(0, 2**32 - 1)


@given(seed=SEEDS)
@settings(deadline=None, max_examples=15)
def test_is_exact_on_a_small_forest(seed: int) -> None:
    """All sets of six hypotheses are visited."""
    network = random_network(seed, effects=8, parents=1)
    findings = random_findings(seed, network, draw_members(seed, network, 1))
    truth = enumerate_everything(network, findings, INCIDENT)
    posterior = infer(network, findings)
    assert posterior.marginal == pytest.approx(truth.marginal)
    assert posterior.none == pytest.approx(truth.weights[0])
    assert posterior.log_evidence == pytest.approx(truth.log_evidence)


def test_is_near_full_enumeration_on_graphs() -> None:
    """No probability is off by more than .07, on average by less than .005."""
    errors = []
    for seed in range(30):
        network = random_network(seed)
        findings = random_findings(seed, network, draw_members(seed, network, seed % 4))
        truth = enumerate_everything(network, findings, INCIDENT)
        errors.append(np.abs(infer(network, findings).marginal - truth.marginal))
    assert np.max(errors) < 0.07
    assert np.mean(errors) < 0.005


@given(seed=SEEDS, hypotheses=st.sampled_from([0, 1, 2, 3, 6, 30, 60]))
@settings(deadline=None, max_examples=20)
def test_probabilities_sum_to_one(seed: int, hypotheses: int) -> None:
    """Also with hardly any hypothesis, or with more than can be paired."""
    network = random_network(seed, hypotheses=hypotheses)
    findings = random_findings(seed, network, ())
    posterior = infer(network, findings)
    assert posterior.weights.sum() == pytest.approx(1.0)
    assert np.exp(posterior.log_weights) == pytest.approx(posterior.weights)
    assert posterior.top(5)[1].sum() == pytest.approx(1.0)
    assert len(np.unique(posterior.sets, axis=0)) == len(posterior.sets)
    assert ((posterior.marginal >= 0) & (posterior.marginal <= 1)).all()


@given(seed=SEEDS)
@settings(deadline=None, max_examples=15)
def test_an_unknown_finding_changes_nothing(seed: int) -> None:
    """Not the posterior, not even whether the check exists."""
    network = random_network(seed)
    findings = random_findings(seed, network, draw_members(seed, network, 2))
    more = replace(
        network,
        reads=np.append(network.reads, [0, 11]),
        sensitivity=np.append(network.sensitivity, [0.9, 0.98]),
        false_alarm=np.append(network.false_alarm, [0.01, 0.001]),
    )
    unknown = np.append(findings, [UNKNOWN, UNKNOWN]).astype(np.int8)
    assert infer(more, unknown).marginal == pytest.approx(infer(network, findings).marginal)


def test_without_findings_the_prior_remains() -> None:
    """P(no fault) is .05 in an incident and .95 on patrol."""
    network = random_network(1)
    blind = np.full(len(network.reads), UNKNOWN, dtype=np.int8)
    assert infer(network, blind).none == pytest.approx(0.05)
    assert infer(network, blind, PATROL).none == pytest.approx(0.95)


@given(seed=SEEDS, healthy=st.integers(0, 7))
@settings(deadline=None, max_examples=25)
def test_a_healthy_observation_never_raises_the_fault_it_would_show(
    seed: int, healthy: int
) -> None:
    """In a tree that one fault alone can start, at its root.

    It is no law elsewhere: a rival that would have shown more strongly falls further, and its
    probability has to go somewhere; and with two parents the sweep is not exact.
    """
    network = _with_a_tree_of_its_own(random_network(seed, effects=6, parents=1))
    findings = random_findings(seed, network, draw_members(seed, network, 1))
    checked = len(findings) - 8 + healthy
    unknown = forget(findings, [checked])
    known = unknown.copy()
    known[checked] = NOT_SEEN
    fault = len(network.odds) - 1
    before, after = (infer(network, one).marginal[fault] for one in (unknown, known))
    assert after <= before + 1e-9


@given(seed=SEEDS, hypotheses=st.sampled_from([5, 30, 45]))
@settings(deadline=None, max_examples=15)
def test_does_not_depend_on_the_order_of_hypotheses(seed: int, hypotheses: int) -> None:
    """Whoever is listed first has no advantage."""
    network = random_network(seed, hypotheses=hypotheses)
    findings = random_findings(seed, network, draw_members(seed, network, 2))
    order = np.random.default_rng(seed).permutation(hypotheses)
    permuted = infer(permute_hypotheses(network, order), findings)
    assert permuted.marginal == pytest.approx(infer(network, findings).marginal[order], abs=1e-9)


def test_hardly_depends_on_the_order_of_effects() -> None:
    """Not at all in a forest (see sweep_test); within .1 where effects have up to three parents."""
    for seed in range(15):
        network = random_network(seed, effects=30, hypotheses=20, findings=60)
        findings = random_findings(seed, network, draw_members(seed, network, 2))
        other = reorder_effects(network, other_topological_order(network))
        difference = infer(network, findings).marginal - infer(other, findings).marginal
        assert np.abs(difference).max() < 0.1


def test_a_narrow_search_finds_what_a_wide_one_finds() -> None:
    """Sixty hypotheses: the best set is the same, probabilities within .03 of the whole search."""
    for seed in range(4):
        network = random_network(seed, hypotheses=60, effects=40, findings=120)
        findings = random_findings(seed, network, draw_members(seed, network, 2))
        wide = infer(network, findings, budget=Budget(pool=60, beam=400))
        for narrow in (infer(network, findings), infer(network, findings, budget=QUICK)):
            assert narrow.sets[0].tolist() == wide.sets[0].tolist()
            assert np.abs(narrow.marginal - wide.marginal).max() < 0.03


def test_finds_faults_that_explain_little_by_themselves() -> None:
    """Fifty rivals explain more alone than faults 1 and 2, but nothing more beside fault 0."""
    hypotheses = 53
    strength = np.zeros((hypotheses, 3))
    strength[[0, 1, 2], [0, 1, 2]] = 0.95
    strength[3:, 0] = 0.5
    network = Network(
        odds=np.array([0.01, 0.03, 0.03] + [0.01] * 50),
        strength=strength,
        parents=((), (), ()),
        leak=np.array([0.001, 0.02, 0.02]),
        reads=np.repeat([0, 1, 2], [8, 3, 3]),
        sensitivity=np.full(14, 0.9),
        false_alarm=np.full(14, 0.02),
    )
    posterior = infer(network, np.ones(14, dtype=np.int8))
    assert posterior.sets[0].tolist() == [0, 1, 2]


def test_an_unlisted_cause_lowers_a_false_accusation() -> None:
    """The true cause is missing from the catalogue: the best listed fault is blamed less."""
    closed, opened = [], []
    for seed in range(20):
        network = random_network(seed, hypotheses=12, effects=20, findings=50)
        findings = random_findings(seed, network, (3,))
        ignorant = drop_hypothesis(network, 3)
        listed = len(ignorant.odds)
        closed.append(infer(ignorant, findings).marginal.max())
        opened.append(infer(add_unlisted(ignorant), findings).marginal[:listed].max())
    assert np.mean(opened) < np.mean(closed) - 0.05
    assert (np.array(opened) > 0.9).sum() < (np.array(closed) > 0.9).sum()


def _with_a_tree_of_its_own(network: Network) -> Network:
    """Add a fault, a tree of four effects that it alone starts, and eight checks that read it."""
    first = len(network.leak)
    hypotheses, effects = network.strength.shape
    strength = np.zeros((hypotheses + 1, effects + 4))
    strength[:hypotheses, :effects] = network.strength
    strength[hypotheses, first] = 0.7
    own = ((), ((first, 0.9),), ((first, 0.6),), ((first + 1, 0.8),))
    return replace(
        network,
        odds=np.append(network.odds, 0.05),
        strength=strength,
        parents=(*network.parents, *own),
        leak=np.append(network.leak, [0.02, 0.01, 0.03, 0.01]),
        reads=np.append(network.reads, np.repeat(np.arange(first, first + 4), 2)),
        sensitivity=np.append(network.sensitivity, np.full(8, 0.85)),
        false_alarm=np.append(network.false_alarm, np.full(8, 0.05)),
    )
