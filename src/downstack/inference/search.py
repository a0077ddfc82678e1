"""Which sets of faults explain the findings: singles, then pairs, then triples of the promising."""

from dataclasses import dataclass

import numpy as np

from downstack.inference.cardinality import INCIDENT, LARGEST, Cardinality, log_prior
from downstack.inference.network import Findings, Floats, Indices, Network, gather_evidence
from downstack.inference.plan import Plan, plan_likelihood
from downstack.inference.sweep import score_sets

ALL_PAIRS_UP_TO = 40  # hypotheses: 780 pairs
ALL_TRIPLES_UP_TO = 24  # hypotheses: 2024 triples
SEEDS = 3  # single faults that every other fault is tried beside


@dataclass(frozen=True, slots=True)
class Budget:
    """How far to search: faults tried with each other, and pairs tried with a third."""

    pool: int = 36
    beam: int = 48


FULL = Budget()
QUICK = Budget(pool=20, beam=16)


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """What the findings leave of the hypotheses.

    sets[K, 3] (-1 = empty slot), best first; weights[K] sum to 1, log_weights[K] their logarithms;
    marginal[H] P(hypothesis); none P(no fault at all); log_evidence log P(findings), over the
    sets visited.
    """

    sets: Indices
    weights: Floats
    log_weights: Floats
    marginal: Floats
    none: float
    log_evidence: float

    def top(self, count: int) -> tuple[Indices, Floats]:
        """The best sets and their weights, scaled to sum to 1."""
        weights = self.weights[:count]
        return self.sets[:count], weights / weights.sum()


def infer(
    network: Network,
    findings: Findings,
    cardinality: Cardinality = INCIDENT,
    budget: Budget = FULL,
) -> Posterior:
    """Posterior over sets of up to three faults."""
    scorer = _Scorer(
        network, cardinality, plan_likelihood(network, gather_evidence(network, findings))
    )
    hypotheses = len(network.odds)
    singles = _pad(np.arange(-1, hypotheses)[:, None])
    found = [(singles, scorer.score(singles))]
    ranked = _rank(found[0][1][1:])
    if hypotheses <= ALL_PAIRS_UP_TO:
        pairs = _pad(np.column_stack(np.triu_indices(hypotheses, 1)))
        found.append((pairs, scorer.score(pairs)))
        pool = ranked[: budget.pool]
    else:
        extended = _extend(ranked[:SEEDS, None], np.arange(hypotheses), hypotheses)
        found.append((extended, scorer.score(extended)))
        pool = _choose_pool(ranked, extended[_rank(found[1][1])], budget.pool)
        beside = _without(_extend(pool[:, None], pool, hypotheses), extended, hypotheses)
        found.append((beside, scorer.score(beside)))
    if hypotheses <= ALL_TRIPLES_UP_TO:
        triples = _all_triples(hypotheses)
    else:
        pairs, scores = _join(found[1:])
        triples = _extend(pairs[_rank(scores)[: budget.beam], :2], pool, hypotheses)
    found.append((triples, scorer.score(triples)))
    return _summarise(*_join(found), hypotheses)


@dataclass(frozen=True, slots=True, eq=False)
class _Scorer:
    network: Network
    cardinality: Cardinality
    plan: Plan

    def score(self, sets: Indices) -> Floats:
        """Log of likelihood times prior."""
        prior = log_prior(self.network.odds, self.cardinality, sets)
        return score_sets(self.plan, sets) + prior


def _summarise(sets: Indices, scores: Floats, hypotheses: int) -> Posterior:
    order = _rank(scores)
    sets, scores = sets[order], scores[order]
    weights = np.exp(scores - scores[0])
    total = float(weights.sum())
    weights /= total
    present = np.bincount(sets.ravel() + 1, np.repeat(weights, LARGEST), hypotheses + 1)[1:]
    return Posterior(
        sets=sets,
        weights=weights,
        log_weights=scores - scores[0] - np.log(total),
        marginal=np.minimum(present, 1.0),
        none=float(weights[(sets < 0).all(axis=1)].sum()),
        log_evidence=float(scores[0] + np.log(total)),
    )


def _rank(scores: Floats) -> Indices:
    """Best first; equals keep their order."""
    return np.argsort(-scores, kind="stable")


def _join(found: list[tuple[Indices, Floats]]) -> tuple[Indices, Floats]:
    return np.vstack([sets for sets, _ in found]), np.concatenate([scores for _, scores in found])


def _choose_pool(ranked: Indices, extended: Indices, size: int) -> Indices:
    """Half the best single faults, then those that best extend the leading explanations."""
    candidates = np.concatenate([ranked[: size // 2], extended[:, :2].ravel()])
    _, first = np.unique(candidates, return_index=True)
    return candidates[np.sort(first)[:size]]


def _extend(sets: Indices, others: Indices, hypotheses: int) -> Indices:
    """Every set with every other hypothesis, each result once; sets[n, 1..2] without gaps."""
    left = np.repeat(sets, len(others), axis=0)
    right = np.tile(others, len(sets))
    fresh = (left != right[:, None]).all(axis=1)
    grown = np.sort(np.column_stack([left[fresh], right[fresh]]), axis=1)
    _, first = np.unique(_encode(grown, hypotheses), return_index=True)
    return _pad(grown[first])


def _without(sets: Indices, known: Indices, hypotheses: int) -> Indices:
    return sets[~np.isin(_encode(sets, hypotheses), _encode(known, hypotheses))]


def _encode(sets: Indices, hypotheses: int) -> Indices:
    """One number per set."""
    code = np.zeros(len(sets), dtype=np.intp)
    for slot in range(sets.shape[1]):
        code = code * (hypotheses + 1) + sets[:, slot] + 1
    return code


def _all_triples(hypotheses: int) -> Indices:
    axis = np.arange(hypotheses)
    first, second, third = (part.ravel() for part in np.meshgrid(axis, axis, axis, indexing="ij"))
    rising = (first < second) & (second < third)
    return np.column_stack([first[rising], second[rising], third[rising]])


def _pad(sets: Indices) -> Indices:
    """Fill up to three slots with -1."""
    return np.pad(sets, ((0, 0), (0, LARGEST - sets.shape[1])), constant_values=-1)
