"""What to measure next: how much an unknown finding would tell about the responsible cause.

The cause, not the set of faults, is the target: knowing of an unrelated fault helps nobody. It is
approximated by the hypothesis with the largest share of the blame in each set.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from downstack.inference.network import (
    UNKNOWN,
    Findings,
    Floats,
    Indices,
    Network,
    gather_evidence,
)
from downstack.inference.responsibility import find_main_causes, push_blame
from downstack.inference.search import Posterior
from downstack.inference.sweep import believe

TOP_SETS = 200
JOINT_FINDINGS = 8  # 256 outcomes


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What is believed now: weight[T, K] of each set under its cause, belief[E, K]."""

    weight: Floats
    belief: Floats

    @property
    def uncertainty(self) -> float:
        """Entropy of the responsible cause, in nats; no measurement can tell more."""
        return -float(_x_log_x(self.weight.sum(axis=1)).sum())


def look_ahead(
    network: Network, findings: Findings, posterior: Posterior, symptoms: Sequence[int]
) -> Outlook:
    """Prepare for the gains below; without symptoms the target is the set of faults itself."""
    sets, weights = posterior.top(TOP_SETS)
    belief = believe(network, gather_evidence(network, findings), sets)
    if symptoms:
        causes = find_main_causes(sets, push_blame(network, sets, belief, symptoms))
        _, label = np.unique(causes, return_inverse=True)
    else:
        label = np.arange(len(sets))
    spread = np.zeros((int(label.max()) + 1, len(sets)))
    spread[label, np.arange(len(sets))] = weights
    return Outlook(weight=spread, belief=belief)


def gain_of_each(network: Network, findings: Findings, outlook: Outlook) -> Floats:
    """Expected information about the cause from each finding, [M] in nats; 0 where known."""
    gains = np.zeros(len(findings))
    unknown = np.flatnonzero(findings == UNKNOWN)
    seen = outlook.weight @ _chance_seen(network, outlook, unknown).T
    cause = outlook.weight.sum(axis=1, keepdims=True)
    joint = _x_log_x(seen) + _x_log_x(cause - seen)
    total = seen.sum(axis=0)
    gains[unknown] = joint.sum(axis=0) - _x_log_x(total) - _x_log_x(1.0 - total)
    gains[unknown] -= _x_log_x(cause).sum()
    return np.maximum(gains, 0.0)


def gain_of_group(
    network: Network, findings: Findings, outlook: Outlook, group: Indices | Sequence[int]
) -> float:
    """Expected information from reading all these findings at once, in nats.

    Exact over the 8 most telling of them, at most one per effect (effects taken as independent
    given the set); the rest is left out, so it is a lower bound for a larger group.
    """
    each = gain_of_each(network, findings, outlook)
    picked = _pick(network, each, np.asarray(group, dtype=np.intp))
    outcomes = np.ones((1, outlook.weight.shape[1]))
    for chance in _chance_seen(network, outlook, picked):
        outcomes = np.vstack([outcomes * chance, outcomes * (1.0 - chance)])
    joint = outlook.weight @ outcomes.T
    gain = _x_log_x(joint).sum() - _x_log_x(joint.sum(axis=0)).sum()
    return max(0.0, float(gain - _x_log_x(joint.sum(axis=1)).sum()))


def _pick(network: Network, each: Floats, group: Indices) -> Indices:
    """The most telling findings, one per effect."""
    best = group[np.argsort(-each[group], kind="stable")]
    best = best[each[best] > 0]
    _, first = np.unique(network.reads[best], return_index=True)
    return best[np.sort(first)[:JOINT_FINDINGS]]


def _chance_seen(network: Network, outlook: Outlook, which: Indices) -> Floats:
    """P(finding seen | set), [len, K]."""
    belief = outlook.belief[network.reads[which]]
    false_alarm = network.false_alarm[which][:, None]
    chance: Floats = false_alarm + (network.sensitivity[which][:, None] - false_alarm) * belief
    return chance


def _x_log_x(values: Floats) -> Floats:
    """Values times their logarithm, 0 at 0 (and where rounding went below it)."""
    positive = np.maximum(values, np.finfo(float).tiny)
    return positive * np.log(positive)
