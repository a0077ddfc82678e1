"""What speaks for a hypothesis and what against: the weight of each finding, and of all."""

from collections.abc import Iterator, Sequence

import numpy as np

from downstack.inference.network import (
    UNKNOWN,
    Findings,
    Floats,
    Indices,
    Network,
    gather_evidence,
    weigh_findings,
)
from downstack.inference.plan import Plan, bounded_ratio, chance_of, plan_likelihood
from downstack.inference.search import Posterior
from downstack.inference.sweep import absence, visit

SETS_PER_SIDE = 24  # best sets with, and best sets without, the hypothesis
COLUMNS = 512  # sets times masks scored at once: the tables stay within the cache
SURE = 1e-12  # no probability is taken for closer to 0 or 1


def weigh_for_hypotheses(
    network: Network, findings: Findings, posterior: Posterior, hypotheses: Sequence[int]
) -> Floats:
    """How many nats each finding adds to the log-odds of each hypothesis, [len, M].

    log P(x | other findings, hypothesis) - log P(x | other findings, not it): above 0 speaks for
    the hypothesis; 0 where the finding is UNKNOWN. Each finding is masked and the best sets on
    both sides are scored again.
    """
    result = np.zeros((len(hypotheses), len(findings)))
    if not len(hypotheses):
        return result
    with_it = [(posterior.sets == hypothesis).any(axis=1) for hypothesis in hypotheses]
    sides = [side for inside in with_it for side in (inside, ~inside)]
    chosen = np.unique(np.concatenate([np.flatnonzero(side)[:SETS_PER_SIDE] for side in sides]))
    known = np.flatnonzero(findings != UNKNOWN)
    lost = _mask_each(network, findings, posterior.sets[chosen], known)
    log_weights = posterior.log_weights[chosen]
    for row, inside in enumerate(with_it):
        member = inside[chosen]
        result[row, known] = _predict_finding(log_weights[member], lost[:, member])
        result[row, known] -= _predict_finding(log_weights[~member], lost[:, ~member])
    return result


def bayes_factors(posterior: Posterior, reference: Posterior) -> Floats:
    """Odds of each hypothesis over its odds in the reference (the symptom's findings alone)."""
    now, before = (np.clip(one.marginal, SURE, 1.0 - SURE) for one in (posterior, reference))
    factors: Floats = now / (1.0 - now) * (1.0 - before) / before
    return factors


def _predict_finding(log_weights: Floats, lost: Floats) -> Floats:
    """Log-probability given the others, over these sets, one per masked finding."""
    together: Floats = np.logaddexp.reduce(log_weights)
    apart: Floats = np.logaddexp.reduce(log_weights - lost, axis=1)
    return together - apart


def _mask_each(network: Network, findings: Findings, sets: Indices, known: Indices) -> Floats:
    """Log-probability of each known finding given the others and the set, [known, K].

    Up to a constant per finding, which the two sides of a weight share.
    """
    linked = np.array([bool(causes) for causes in network.parents], dtype=bool)
    linked[[parent for causes in network.parents for parent, _ in causes]] = True
    is_linked = linked[network.reads[known]]
    lost = np.empty((len(known), len(sets)))
    lost[is_linked] = _mask_linked(network, findings, sets, known[is_linked])
    lost[~is_linked] = _mask_isolated(network, findings, sets, known[~is_linked])
    return lost


def _mask_isolated(network: Network, findings: Findings, sets: Indices, known: Indices) -> Floats:
    """The same for effects without parents and children: in closed form, exact."""
    reads = network.reads[known]
    spared = np.vstack([1.0 - network.strength[:, reads], np.ones(len(known))])
    absent = (spared[sets].prod(axis=1) * (1.0 - network.leak[reads])).T
    ratios, _ = weigh_findings(network, findings)
    all_of_them = gather_evidence(network, findings).log_ratio[reads]
    full, others = (
        bounded_ratio(log_ratio)[:, None]
        for log_ratio in (all_of_them, all_of_them - ratios[known])
    )
    lost: Floats = np.log(chance_of(full, absent)) - np.log(chance_of(others, absent))
    return lost


def _mask_linked(network: Network, findings: Findings, sets: Indices, known: Indices) -> Floats:
    """The same for all other effects: sweep once per masked finding."""
    evidence = gather_evidence(network, findings)
    plan = plan_likelihood(network, evidence, changing=network.reads[known])
    ratios, _ = weigh_findings(network, findings)
    row = np.zeros(len(network.leak), dtype=np.intp)
    row[plan.effects] = np.arange(len(plan.effects))
    rows = row[network.reads[known]]
    masked = plan.log_ratio[rows] - ratios[known]
    quiet = absence(plan, sets)
    full = _score_variants(plan, quiet, rows[:0], masked[:0])[0]
    parts = [
        _score_variants(plan, quiet, rows[part], masked[part])[1:]
        for part in _slices(len(known), max(1, COLUMNS // len(sets)))
    ]
    scores = np.vstack([np.empty((0, len(sets))), *parts])
    lost: Floats = full - scores
    return lost


def _score_variants(plan: Plan, quiet: Floats, rows: Indices, log_ratio: Floats) -> Floats:
    """Log-likelihood as it is, then with one row's evidence replaced at a time, [1 + rows, K]."""
    effects, sets = quiet.shape
    variants = len(rows) + 1
    table = np.empty((effects, variants, sets))
    table[:] = bounded_ratio(plan.log_ratio)[:, None, None]
    table[rows, np.arange(1, variants)] = bounded_ratio(log_ratio)[:, None]
    ratio = table.reshape(effects, variants * sets)
    likelihood, _ = visit(plan, np.tile(quiet, (1, variants)), ratio)
    return likelihood.reshape(variants, sets)


def _slices(length: int, size: int) -> Iterator[slice]:
    for start in range(0, length, size):
        yield slice(start, start + size)
