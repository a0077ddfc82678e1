"""Shares of blame by hand, and that nothing gets lost on the way."""

from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downstack.inference.network import NOT_SEEN, SEEN, Network
from downstack.inference.responsibility import (
    find_main_causes,
    push_blame,
    share_responsibility,
    trace_chain,
)
from downstack.inference.search import infer
from tests.support.networks import draw_members, random_findings, random_network

CHAIN = Network(  # 0 -> 1 -> 3 <- 2, fault 0 starts 0, fault 1 starts 2
    odds=np.array([0.02, 0.02]),
    strength=np.array([[0.9, 0.0, 0.0, 0.0], [0.0, 0.0, 0.9, 0.0]]),
    parents=((), ((0, 0.9),), (), ((1, 0.8), (2, 0.8))),
    leak=np.full(4, 0.01),
    reads=np.arange(4),
    sensitivity=np.full(4, 0.95),
    false_alarm=np.full(4, 0.02),
)
LEFT_PATH_SEEN = np.array([SEEN, SEEN, NOT_SEEN, SEEN], dtype=np.int8)


def test_splits_by_hazard_by_hand() -> None:
    """A fault of strength .5, a parent believed .5 with weight .8, and a leak of .1."""
    network = replace(CHAIN, strength=np.array([[0.0, 0.0, 0.0, 0.5], [0.0] * 4]))
    network = replace(network, parents=((), (), (), ((1, 0.8),)), leak=np.full(4, 0.1))
    sets = np.array([[0, -1, -1]])
    belief = np.array([[0.0], [0.5], [0.0], [1.0]])
    blame = push_blame(network, sets, belief, [3])
    total = -log(0.5) - log(0.6) - log(0.9)
    assert blame.entries[0, 3, 0] == pytest.approx(-log(0.5) / total)
    assert blame.edges[1, 3][0] == pytest.approx(-log(0.6) / total)
    assert blame.unlisted[0] == pytest.approx((-log(0.6) - log(0.9)) / total)


def test_an_effect_without_any_cause_is_an_unlisted_cause() -> None:
    """No fault, no parent, no leak: still nothing gets lost."""
    network = replace(CHAIN, strength=np.zeros((2, 4)), parents=((),) * 4, leak=np.zeros(4))
    blame = push_blame(network, np.array([[0, 1, -1]]), np.ones((4, 1)), [3])
    assert blame.unlisted.tolist() == [1.0]


@given(seed=st.integers(0, 2**32 - 1), symptoms=st.sets(st.integers(0, 11), min_size=1))
@settings(deadline=None, max_examples=20)
def test_shares_sum_to_one(seed: int, symptoms: set[int]) -> None:
    """With the unlisted share, for one symptom or several."""
    network = random_network(seed)
    findings = random_findings(seed, network, draw_members(seed, network, 2))
    shares = share_responsibility(network, findings, infer(network, findings), sorted(symptoms))
    assert shares.share.sum() + shares.unlisted == pytest.approx(1.0)
    assert (shares.share >= 0).all()
    assert sum(shares.entries.values()) == pytest.approx(shares.share.sum())


def test_a_fault_that_leads_elsewhere_is_present_and_not_responsible() -> None:
    """Its own path was looked at and is quiet next to the symptom."""
    findings = np.array([SEEN, SEEN, SEEN, SEEN], dtype=np.int8)
    network = replace(CHAIN, parents=((), ((0, 0.9),), (), ((2, 0.8),)))
    posterior = infer(network, findings)
    shares = share_responsibility(network, findings, posterior, [3])
    assert posterior.marginal[0] > 0.9
    assert shares.share[0] == 0.0
    assert shares.share[1] > 0.9


def test_several_symptoms_share_the_blame_equally() -> None:
    """Half the unit starts at each."""
    findings = np.array([SEEN, SEEN, SEEN, SEEN], dtype=np.int8)
    posterior = infer(CHAIN, findings)
    both = share_responsibility(CHAIN, findings, posterior, [1, 2])
    one, other = (share_responsibility(CHAIN, findings, posterior, [s]) for s in (1, 2))
    assert both.share == pytest.approx((one.share + other.share) / 2)


def test_traces_the_chain_from_the_fault_to_the_symptom() -> None:
    """The path of each fault is its own, also of the one that is hardly to blame."""
    posterior = infer(CHAIN, LEFT_PATH_SEEN)
    assert trace_chain(CHAIN, LEFT_PATH_SEEN, posterior, [3], 0) == (0, 1, 3)
    assert trace_chain(CHAIN, LEFT_PATH_SEEN, posterior, [3], 1) == (2, 3)
    assert trace_chain(CHAIN, LEFT_PATH_SEEN, posterior, [1], 1) == ()


def test_the_chain_ends_at_the_fault_as_its_share_says() -> None:
    """Edge flows into the symptom add up to what is not its own leak or fault."""
    posterior = infer(CHAIN, LEFT_PATH_SEEN)
    shares = share_responsibility(CHAIN, LEFT_PATH_SEEN, posterior, [3])
    assert shares.edges[1, 3] > 10 * shares.edges[2, 3]
    assert shares.entries[0, 0] == pytest.approx(shares.share[0])


def test_names_the_main_cause_of_each_set() -> None:
    """The fault with the largest share; without a fault it is an unlisted cause."""
    sets = np.array([[0, 1, -1], [-1, -1, -1], [1, -1, -1]])
    belief = np.array([[0.9, 0.1, 0.1], [0.9, 0.1, 0.1], [0.1, 0.1, 0.9], [1, 1, 1]])
    blame = push_blame(CHAIN, sets, belief, [3])
    assert find_main_causes(sets, blame).tolist() == [0, -1, 1]


def test_refuses_to_blame_without_a_symptom() -> None:
    """There is nothing to be responsible for."""
    with pytest.raises(ValueError, match="name a symptom"):
        push_blame(CHAIN, np.array([[0, -1, -1]]), np.ones((4, 1)), [])
