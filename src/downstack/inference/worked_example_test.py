"""The worked example: an OSD that is down, a host that is too full, and a pod that times out."""

from typing import NamedTuple

import numpy as np
import pytest

from downstack.inference.gain import gain_of_each, look_ahead
from downstack.inference.network import Findings
from downstack.inference.responsibility import share_responsibility, trace_chain
from downstack.inference.search import infer
from downstack.inference.weight import bayes_factors, weigh_for_hypotheses
from tests.support.worked import (
    ALMOST_BLIND,
    BOTH_AT_ONCE,
    CHECK,
    CHECKS,
    EFFECT,
    FAULT,
    OSD_DOWN_AND_FELT,
    OSD_DOWN_BUT_NOT_FELT,
    STEAL_AND_CEPH_UNREADABLE,
    SYMPTOM,
    observe,
    worked_network,
)

NETWORK = worked_network()
ROUGHLY = 0.05


class Expected(NamedTuple):
    """A fault with its probability and its responsibility."""

    fault: str
    present: float
    responsible: float


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        (OSD_DOWN_AND_FELT, [Expected("osd down", 1.0, 0.81)]),
        (
            STEAL_AND_CEPH_UNREADABLE,
            [Expected("host cpu overcommit", 0.978, 0.74), Expected("osd down", 0.026, 0.0)],
        ),
        (
            BOTH_AT_ONCE,
            [Expected("osd down", 1.0, 0.49), Expected("host cpu overcommit", 0.959, 0.36)],
        ),
        (
            OSD_DOWN_BUT_NOT_FELT,
            [Expected("host cpu overcommit", 0.949, 0.72), Expected("osd down", 0.999, 0.0)],
        ),
        (ALMOST_BLIND, [Expected("guest memory", 0.32, 0.21)]),
    ],
)
def test_presence_and_responsibility(findings: Findings, expected: list[Expected]) -> None:
    """The first fault named bears most of the responsibility."""
    posterior = infer(NETWORK, findings)
    shares = share_responsibility(NETWORK, findings, posterior, SYMPTOM)
    assert int(np.argmax(shares.share)) == FAULT[expected[0].fault]
    for fault, present, responsible in expected:
        assert posterior.marginal[FAULT[fault]] == pytest.approx(present, abs=ROUGHLY)
        assert shares.share[FAULT[fault]] == pytest.approx(responsible, abs=ROUGHLY)


def test_the_chain_leads_from_the_osd_to_the_pod() -> None:
    """Hop by hop."""
    posterior = infer(NETWORK, OSD_DOWN_AND_FELT)
    chain = trace_chain(NETWORK, OSD_DOWN_AND_FELT, posterior, SYMPTOM, FAULT["osd down"])
    names = list(EFFECT)
    assert [names[effect] for effect in chain] == [
        "pg degraded",
        "osd op slow",
        "rbd latency",
        "qemu block latency",
        "guest await",
        "guest iowait",
        "pod timeouts",
    ]


def test_clears_what_was_measured_and_found_well() -> None:
    """P below .02 and a Bayes factor below .1 against the symptom alone."""
    posterior = infer(NETWORK, OSD_DOWN_AND_FELT)
    factors = bayes_factors(posterior, infer(NETWORK, observe(("pod timeouts",))))
    for fault in ("host cpu overcommit", "pod cfs limit", "iotune limit", "nic errors"):
        assert posterior.marginal[FAULT[fault]] < 0.02
        assert factors[FAULT[fault]] < 0.1
    assert factors[FAULT["osd down"]] > 1000


def test_ceph_stays_open_as_presence_where_nobody_could_read_it() -> None:
    """Nothing speaks against the OSD itself, only against its being felt."""
    posterior = infer(NETWORK, STEAL_AND_CEPH_UNREADABLE)
    factors = bayes_factors(posterior, infer(NETWORK, observe(("pod timeouts",))))
    assert factors[FAULT["osd down"]] > 0.1


def test_almost_blind_it_refuses_to_decide() -> None:
    """Eight faults above .1, none above .35."""
    marginal = infer(NETWORK, ALMOST_BLIND).marginal
    assert marginal.max() < 0.35
    assert (marginal > 0.1).sum() == 8


def test_says_what_speaks_for_the_osd() -> None:
    """First that it is down, then that placement groups are degraded."""
    posterior = infer(NETWORK, OSD_DOWN_AND_FELT)
    findings = OSD_DOWN_AND_FELT
    weights = weigh_for_hypotheses(NETWORK, findings, posterior, [FAULT["osd down"]])[0]
    strongest = np.argsort(-weights)[:2].tolist()
    assert [list(CHECKS)[finding] for finding in strongest] == ["OSD_DOWN", "PG_DEGRADED"]
    assert weights[CHECK["OSD_DOWN"]] == pytest.approx(6.9, abs=0.1)


@pytest.mark.parametrize(
    ("findings", "best"),
    [
        (OSD_DOWN_AND_FELT, "app error logs"),
        (STEAL_AND_CEPH_UNREADABLE, "app error logs"),
        (OSD_DOWN_BUT_NOT_FELT, "app error logs"),
        (ALMOST_BLIND, "iotune at limit"),
    ],
)
def test_asks_for_what_would_tell_most_of_the_cause(findings: Findings, best: str) -> None:
    """Not for an unrelated OSD, though it is the less certain fault."""
    posterior = infer(NETWORK, findings)
    gains = gain_of_each(NETWORK, findings, look_ahead(NETWORK, findings, posterior, SYMPTOM))
    assert list(CHECKS)[int(np.argmax(gains))] == best
