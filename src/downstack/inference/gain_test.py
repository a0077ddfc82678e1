"""Expected information by hand, and its bounds."""

from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downstack.inference.gain import Outlook, gain_of_each, gain_of_group, look_ahead
from downstack.inference.network import SEEN, UNKNOWN, Network
from downstack.inference.search import infer
from tests.support.networks import draw_members, random_findings, random_network

NETWORK = Network(
    odds=np.array([0.1, 0.1]),
    strength=np.array([[0.9, 0.0, 0.9], [0.0, 0.9, 0.9]]),
    parents=((), (), ()),
    leak=np.full(3, 0.01),
    reads=np.array([0, 1, 2]),
    sensitivity=np.array([0.9, 0.9, 0.9]),
    false_alarm=np.array([0.1, 0.1, 0.1]),
)
SYMPTOM_ONLY = np.array([UNKNOWN, UNKNOWN, SEEN], dtype=np.int8)
CERTAIN = Outlook(weight=np.diag([0.5, 0.5]), belief=np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]))


def test_gain_by_hand() -> None:
    """Two equal causes, a check that is right nine times in ten: ln 2 minus the entropy of .9."""
    noise = -0.9 * log(0.9) - 0.1 * log(0.1)
    gains = gain_of_each(NETWORK, SYMPTOM_ONLY, CERTAIN)
    assert gains == pytest.approx([log(2) - noise, log(2) - noise, 0.0])
    assert CERTAIN.uncertainty == pytest.approx(log(2))


def test_gain_of_a_pair_by_hand() -> None:
    """Both right .81, both wrong .01, else they contradict each other and tell nothing."""
    agreed = np.array([0.81, 0.01]) / 0.82
    expected = 0.82 * (log(2) + float(agreed @ np.log(agreed)))
    assert gain_of_group(NETWORK, SYMPTOM_ONLY, CERTAIN, [0, 1]) == pytest.approx(expected)


def test_an_unrelated_fault_is_not_worth_a_look() -> None:
    """A fault that cannot cause the symptom may be likely: knowing it tells nothing of the cause.

    Nothing but through the prior over how many faults there are.
    """
    strength = np.array([[0.9, 0.0, 0.9], [0.0, 0.9, 0.0], [0.0, 0.0, 0.5]])
    network = replace(NETWORK, odds=np.array([0.1, 0.1, 0.1]), strength=strength)
    posterior = infer(network, SYMPTOM_ONLY)
    cause = gain_of_each(network, SYMPTOM_ONLY, look_ahead(network, SYMPTOM_ONLY, posterior, [2]))
    whole = gain_of_each(network, SYMPTOM_ONLY, look_ahead(network, SYMPTOM_ONLY, posterior, []))
    assert cause[1] < 0.1 * cause[0]
    assert whole[1] > 10 * cause[1]


@given(seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=15)
def test_gains_stay_within_their_bounds(seed: int) -> None:
    """Known tells 0; a group tells at least its best member's gain, at most all there is."""
    network = random_network(seed, findings=30)
    findings = random_findings(seed, network, draw_members(seed, network, 2), missing=0.6)
    outlook = look_ahead(network, findings, infer(network, findings), [11])
    gains = gain_of_each(network, findings, outlook)
    together = gain_of_group(network, findings, outlook, np.arange(30))
    assert (gains[findings != UNKNOWN] == 0).all()
    assert (gains >= 0).all()
    assert gains.max() - 1e-9 <= together <= outlook.uncertainty + 1e-9


def test_two_checks_of_one_effect_count_once_in_a_group() -> None:
    """They are no two looks at the cause: the better one stands for both."""
    network = replace(NETWORK, reads=np.array([0, 0, 2]))
    gains = gain_of_each(network, SYMPTOM_ONLY, CERTAIN)
    assert gain_of_group(network, SYMPTOM_ONLY, CERTAIN, [0, 1]) == pytest.approx(gains[0])


def test_a_group_that_is_known_tells_nothing() -> None:
    """Asking again is no measurement."""
    assert gain_of_group(NETWORK, SYMPTOM_ONLY, CERTAIN, [2]) == 0.0
    assert gain_of_group(NETWORK, SYMPTOM_ONLY, CERTAIN, []) == 0.0
