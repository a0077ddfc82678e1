"""One pass over the effects, for many sets of faults at once (assumed-density filtering).

Hanging trees are removed first, exactly. In the core each effect gets a predicted probability from
the factorised beliefs in its parents, takes its evidence, and hands that evidence one step back to
them. Exact where no effect has two parents, and where no effect has two children; near-exact else
(the tests measure it against full enumeration).
"""

import numpy as np

from downstack.inference.network import Evidence, Floats, Indices, Network
from downstack.inference.plan import Plan, Tier, Wave, bounded_ratio, chance_of, plan_beliefs


def score_sets(plan: Plan, sets: Indices) -> Floats:
    """Log-likelihood of the findings under each set; sets[K, 3], -1 = empty slot."""
    ratio = np.repeat(bounded_ratio(plan.log_ratio)[:, None], len(sets), axis=1)
    likelihood, _ = visit(plan, absence(plan, sets), ratio)
    total: Floats = likelihood + plan.folded[sets].sum(axis=1) + plan.base
    return total


def believe(network: Network, evidence: Evidence, sets: Indices) -> Floats:
    """P(effect | set, findings), [E, K]; a core effect knows findings one step below it."""
    plan = plan_beliefs(network, evidence)
    quiet = absence(plan, sets)
    ratio = np.repeat(bounded_ratio(plan.log_ratio)[:, None], len(sets), axis=1)
    _, belief = visit(plan, quiet, ratio)
    for tier in reversed(plan.tiers):
        _descend(tier, quiet, ratio, belief)
    ordered = np.empty_like(belief)
    ordered[plan.effects] = belief
    return ordered


def absence(plan: Plan, sets: Indices) -> Floats:
    """P(no such effect | set, no effect upstream of it), [n, K]."""
    quiet: Floats = np.take(plan.quiet, sets[:, 0], axis=1)
    quiet *= plan.leak_quiet
    for slot in (1, 2):
        if (sets[:, slot] >= 0).any():
            quiet *= np.take(plan.quiet, sets[:, slot], axis=1)
    return quiet


def visit(plan: Plan, quiet: Floats, ratio: Floats) -> tuple[Floats, Floats]:
    """Log-likelihood [K] and belief [n, K]; the rows of hanging effects are not filled.

    Overwrites both arguments, [n, K]: quiet from `absence`, ratio the evidence per effect and set.
    """
    belief, evidence = np.empty_like(quiet), np.empty_like(quiet)
    for tier in plan.tiers:
        _remove(tier, quiet, ratio, evidence)
    _predict(plan.roots, quiet, ratio, evidence, belief)
    for wave in plan.waves:
        _sweep(wave, quiet, ratio, evidence, belief)
    return np.log(evidence).sum(axis=0), belief


def _remove(tier: Tier, quiet: Floats, ratio: Floats, evidence: Floats) -> None:
    """Turn what hangs on a parent into evidence for the parent."""
    seen, absent = ratio[tier.rows], quiet[tier.rows]
    without_parent = chance_of(seen, absent)
    evidence[tier.rows] = without_parent
    with_parent = chance_of(seen, absent * (1.0 - tier.weight))
    ratio[tier.parent] *= np.multiply.reduceat(with_parent / without_parent, tier.starts, axis=0)


def _predict(rows: slice, quiet: Floats, ratio: Floats, evidence: Floats, belief: Floats) -> None:
    """Probability of the evidence in these rows, and the belief after it."""
    present = 1.0 - quiet[rows]
    present *= ratio[rows]
    np.add(present, quiet[rows], out=evidence[rows])
    np.divide(present, evidence[rows], out=belief[rows])


def _sweep(wave: Wave, quiet: Floats, ratio: Floats, evidence: Floats, belief: Floats) -> None:
    """Visit the effects of a wave and hand their evidence back to their parents."""
    spared = 1.0 - wave.weight * belief[wave.parent]
    quiet[wave.rows] *= np.multiply.reduceat(spared, wave.starts, axis=0)
    _predict(wave.rows, quiet, ratio, evidence, belief)
    absent_with_parent = quiet[wave.rows][wave.child]
    absent_with_parent /= spared
    absent_with_parent *= 1.0 - wave.weight
    given_parent = chance_of(ratio[wave.rows][wave.child], absent_with_parent)
    given_parent /= evidence[wave.rows][wave.child]
    belief[wave.parent] *= given_parent


def _descend(tier: Tier, quiet: Floats, ratio: Floats, belief: Floats) -> None:
    """Fill the belief in hanging effects from the belief in their parents."""
    seen, absent, parent = ratio[tier.rows], quiet[tier.rows], belief[tier.of]
    spared = absent * (1.0 - tier.weight)
    with_parent = (1.0 - spared) * seen / chance_of(seen, spared)
    without_parent = (1.0 - absent) * seen / chance_of(seen, absent)
    belief[tier.rows] = parent * with_parent + (1.0 - parent) * without_parent
