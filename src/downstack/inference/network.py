"""The grounded network: which hypothesis causes which effect, and which finding reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Booleans: TypeAlias = NDArray[np.bool_]
Indices: TypeAlias = NDArray[np.intp]
Findings: TypeAlias = NDArray[np.int8]
"""One per check: SEEN, NOT_SEEN or UNKNOWN."""

SEEN = 1
NOT_SEEN = 0
UNKNOWN = -1


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Hypotheses (H) cause effects (E) by noisy-OR; findings (M) read one effect each.

    odds[H] prior odds, strength[H, E] fault -> effect, parents[E] ((effect, strength), ...) with
    lower indices only, leak[E] an effect without a cause, reads[M] the effect a finding reads,
    sensitivity[M] P(seen | effect), false_alarm[M] P(seen | no effect).

    Raises ValueError if shapes disagree, a number leaves its range or parents are not topological.
    """

    odds: Floats
    strength: Floats
    parents: tuple[tuple[tuple[int, float], ...], ...]
    leak: Floats
    reads: Indices
    sensitivity: Floats
    false_alarm: Floats

    def __post_init__(self) -> None:
        effects = len(self.leak)
        if self.strength.shape != (len(self.odds), effects) or len(self.parents) != effects:
            raise ValueError(
                f"{len(self.odds)} hypotheses and {effects} effects, but strength is "
                f"{self.strength.shape} and {len(self.parents)} effects have parents"
            )
        if not len(self.reads) == len(self.sensitivity) == len(self.false_alarm):
            raise ValueError("reads, sensitivity and false_alarm have different lengths")
        _require_finite_odds(self.odds)
        _require_range("strength", self.strength, low_open=False)
        _require_range("leak", self.leak, low_open=False)
        _require_range("sensitivity", self.sensitivity, low_open=True)
        _require_range("false_alarm", self.false_alarm, low_open=True)
        if len(self.reads) and not 0 <= self.reads.min() <= self.reads.max() < effects:
            raise ValueError("a finding reads an effect that does not exist")
        for effect, causes in enumerate(self.parents):
            _require_parents(effect, causes)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What the findings say about the effects.

    log_ratio[E] = log P(findings | effect) / P(findings | no effect), 0 = nothing known;
    base = log P(findings | no effect at all).
    """

    log_ratio: Floats
    base: float


def weigh_findings(network: Network, findings: Findings) -> tuple[Floats, Floats]:
    """Log likelihood ratio of each finding and its log-likelihood without the effect.

    Both of length M; 0 where the finding is UNKNOWN. Raises ValueError on a wrong length.
    """
    if findings.shape != network.reads.shape:
        raise ValueError(f"{len(network.reads)} findings expected, {findings.shape} given")
    seen, not_seen = findings == SEEN, findings == NOT_SEEN
    with_effect = np.where(
        seen, np.log(network.sensitivity), np.where(not_seen, np.log1p(-network.sensitivity), 0.0)
    )
    without = np.where(
        seen, np.log(network.false_alarm), np.where(not_seen, np.log1p(-network.false_alarm), 0.0)
    )
    return with_effect - without, without


def gather_evidence(network: Network, findings: Findings) -> Evidence:
    """Sum the findings per effect they read."""
    ratio, without = weigh_findings(network, findings)
    summed = np.zeros(len(network.leak))
    np.add.at(summed, network.reads, ratio)
    return Evidence(log_ratio=summed, base=float(without.sum()))


def forget(findings: Findings, which: Indices | Sequence[int]) -> Findings:
    """A copy in which these findings are UNKNOWN."""
    masked = findings.copy()
    masked[np.asarray(which, dtype=np.intp)] = UNKNOWN
    return masked


def keep_only(findings: Findings, which: Indices | Sequence[int]) -> Findings:
    """A copy in which all other findings are UNKNOWN."""
    masked = np.full_like(findings, UNKNOWN)
    kept = np.asarray(which, dtype=np.intp)
    masked[kept] = findings[kept]
    return masked


def _require_finite_odds(odds: Floats) -> None:
    if not (np.isfinite(odds).all() and (odds > 0).all()):
        raise ValueError("prior odds must be finite and above 0")


def _require_range(name: str, values: Floats, *, low_open: bool) -> None:
    low_ok = (values > 0).all() if low_open else (values >= 0).all()
    if not (low_ok and (values < 1).all()):
        raise ValueError(f"{name} must be within {'(' if low_open else '['}0, 1)")


def _require_parents(effect: int, causes: tuple[tuple[int, float], ...]) -> None:
    indices = [parent for parent, _ in causes]
    if len(set(indices)) != len(indices):
        raise ValueError(f"effect {effect} names a parent twice")
    if any(not 0 <= parent < effect for parent in indices):
        raise ValueError(f"effect {effect} has a parent that does not come before it")
    if any(not 0 <= weight < 1 for _, weight in causes):
        raise ValueError(f"effect {effect} has a parent strength outside [0, 1)")
