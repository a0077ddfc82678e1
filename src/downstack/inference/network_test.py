"""What a network refuses, and what findings say by hand."""

from dataclasses import replace
from math import log

import numpy as np
import pytest

from downstack.inference.network import (
    NOT_SEEN,
    SEEN,
    UNKNOWN,
    Network,
    forget,
    gather_evidence,
    keep_only,
    weigh_findings,
)

NETWORK = Network(
    odds=np.array([0.1, 0.2]),
    strength=np.array([[0.9, 0.0], [0.0, 0.8]]),
    parents=((), ((0, 0.5),)),
    leak=np.array([0.01, 0.02]),
    reads=np.array([0, 0, 1]),
    sensitivity=np.array([0.9, 0.8, 0.7]),
    false_alarm=np.array([0.1, 0.05, 0.02]),
)
FINDINGS = np.array([SEEN, NOT_SEEN, UNKNOWN], dtype=np.int8)


def test_weighs_a_finding_by_its_likelihood_ratio() -> None:
    """Seen: sensitivity over false alarm; not seen: their complements; unknown: nothing."""
    ratio, without = weigh_findings(NETWORK, FINDINGS)
    assert ratio == pytest.approx([log(0.9 / 0.1), log(0.2 / 0.95), 0.0])
    assert without == pytest.approx([log(0.1), log(0.95), 0.0])


def test_sums_findings_per_effect() -> None:
    """Two findings read effect 0, an unknown one reads effect 1."""
    evidence = gather_evidence(NETWORK, FINDINGS)
    assert evidence.log_ratio == pytest.approx([log(9) + log(0.2 / 0.95), 0.0])
    assert evidence.base == pytest.approx(log(0.1) + log(0.95))


def test_forgets_and_keeps_in_a_copy() -> None:
    """The findings given stay as they are."""
    assert forget(FINDINGS, [0]).tolist() == [UNKNOWN, NOT_SEEN, UNKNOWN]
    assert keep_only(FINDINGS, [0]).tolist() == [SEEN, UNKNOWN, UNKNOWN]
    assert FINDINGS.tolist() == [SEEN, NOT_SEEN, UNKNOWN]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"parents": (((1, 0.5),), ())}, "does not come before"),
        ({"parents": ((), ((0, 0.5), (0, 0.6)))}, "parent twice"),
        ({"parents": ((), ((0, 1.0),))}, "parent strength"),
        ({"parents": ((),)}, "effects"),
        ({"strength": np.ones((2, 2))}, "strength"),
        ({"leak": np.array([0.01, 1.0])}, "leak"),
        ({"odds": np.array([0.1, 0.0])}, "odds"),
        ({"odds": np.array([0.1, np.inf])}, "odds"),
        ({"reads": np.array([0, 0, 2])}, "does not exist"),
        ({"reads": np.array([0, 0])}, "different lengths"),
        ({"false_alarm": np.array([0.0, 0.1, 0.1])}, "false_alarm"),
        ({"sensitivity": np.array([1.0, 0.1, 0.1])}, "sensitivity"),
    ],
)
def test_refuses_what_is_no_network(change: dict[str, object], complaint: str) -> None:
    """Each broken field is named."""
    with pytest.raises(ValueError, match=complaint):
        replace(NETWORK, **change)  # type: ignore[arg-type]


def test_refuses_findings_of_another_network() -> None:
    """A finding more or less is a mistake, not an unknown."""
    with pytest.raises(ValueError, match="3 findings expected"):
        weigh_findings(NETWORK, FINDINGS[:2])
