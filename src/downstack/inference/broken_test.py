"""A source that returns garbage is named, a sound one is not."""

from math import log

import numpy as np
import pytest

from downstack.inference.broken import doubt_sources, suspect_sources
from downstack.inference.network import NOT_SEEN, SEEN, UNKNOWN, Findings, Indices, Network, forget
from downstack.inference.search import QUICK, infer
from tests.support.networks import draw_members, random_findings, random_network

SOURCES = 6


def _case(seed: int) -> tuple[Network, Findings, list[Indices], tuple[int, ...]]:
    """Ten hypotheses and six sources of twenty findings each."""
    network = random_network(seed, hypotheses=10, effects=24, findings=120)
    members = draw_members(seed, network, 1)
    findings = random_findings(seed, network, members, missing=0.1)
    return network, findings, np.split(np.arange(120), SOURCES), members


def test_suspects_only_an_odd_alarm_rate() -> None:
    """Two of ten is odd, one of ten is not, three of three are too few; the oddest comes first."""
    few, low, high, odd = (np.arange(start, start + 10) for start in (0, 10, 20, 30))
    findings = np.full(40, NOT_SEEN, dtype=np.int8)
    findings[few[:3]], findings[few[3:]] = SEEN, UNKNOWN
    findings[low[:1]], findings[high[:5]], findings[odd[:2]] = SEEN, SEEN, SEEN
    assert suspect_sources(findings, [few, low, high, odd]) == [2, 3]


def test_names_the_source_that_returns_garbage() -> None:
    """Its findings are a coin's; the source is named and the others are not."""
    for seed in range(10):
        network, findings, groups, _ = _case(seed)
        bad = seed % SOURCES
        coin = np.random.default_rng(seed).integers(0, 2, 20)
        findings[groups[bad]] = coin.astype(np.int8)
        soundness = doubt_sources(network, findings, groups, infer(network, findings))
        assert soundness.worst == bad
        assert soundness.probability[bad] > 0.9
        assert (soundness.findings[groups[bad]] == UNKNOWN).all()


def test_accuses_no_sound_source() -> None:
    """A real fault also raises the alarm rate, but the network explains it."""
    suspected = 0
    for seed in range(10):
        network, findings, groups, members = _case(seed)
        posterior = infer(network, findings)
        suspected += len(suspect_sources(findings, groups))
        soundness = doubt_sources(network, findings, groups, posterior)
        assert soundness.worst == -1
        assert soundness.sound > 0.5
        assert soundness.posterior is posterior
        assert soundness.marginal[members[0]] == pytest.approx(
            posterior.marginal[members[0]], abs=0.1
        )
    assert suspected > 10


def test_weighs_a_coin_against_the_network() -> None:
    """Odds of broken: its share of the prior, the rest's evidence, and half per finding."""
    network, findings, groups, _ = _case(3)
    posterior = infer(network, findings)
    soundness = doubt_sources(network, findings, groups, posterior)
    for index in suspect_sources(findings, groups):
        rest = infer(network, forget(findings, groups[index]), budget=QUICK).log_evidence
        coins = int((findings[groups[index]] != UNKNOWN).sum())
        expected = log(0.02 / 6) + rest + coins * log(0.5) - log(0.98) - posterior.log_evidence
        assert log(soundness.probability[index] / soundness.sound) == pytest.approx(expected)


def test_without_a_suspect_the_posterior_stays() -> None:
    """No alarm, no doubt, no further inference."""
    network = random_network(1)
    findings = np.full(len(network.reads), NOT_SEEN, dtype=np.int8)
    posterior = infer(network, findings)
    soundness = doubt_sources(network, findings, [np.arange(len(findings))], posterior)
    assert soundness.sound == 1.0
    assert soundness.probability.tolist() == [0.0]
    assert soundness.marginal == pytest.approx(posterior.marginal)
