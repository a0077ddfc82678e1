"""The inference alone: 200 hypotheses against 500 findings."""

from __future__ import annotations

import time
from statistics import median

import numpy as np

from downstack.inference.network import Network
from downstack.inference.search import infer

HYPOTHESES, EFFECTS, FINDINGS = 200, 150, 500
RUNS = 21


def measure() -> float:
    """Return the median CPU seconds of one posterior."""
    chance = np.random.default_rng(7)
    network = _network(chance)
    spent = []
    for _ in range(RUNS):
        seen = np.where(chance.random(FINDINGS) < 0.2, -1, chance.random(FINDINGS) < 0.1)  # noqa: PLR2004 - a fifth unknown, a tenth seen
        start = time.process_time()
        infer(network, seen.astype(np.int8))
        spent.append(time.process_time() - start)
    return median(spent)


def _network(chance: np.random.Generator) -> Network:
    strength = np.zeros((HYPOTHESES, EFFECTS))
    for row in strength:
        row[chance.integers(0, EFFECTS, 2)] = chance.uniform(0.6, 0.98, 2)
    parents: list[tuple[tuple[int, float], ...]] = [() for _ in range(EFFECTS)]
    for effect in range(45, EFFECTS):
        causes = sorted(set(chance.integers(max(0, effect - 70), effect, 2).tolist()))
        parents[effect] = tuple((int(cause), float(chance.uniform(0.35, 0.95))) for cause in causes)
    return Network(
        odds=np.exp(chance.uniform(np.log(3e-4), np.log(1e-2), HYPOTHESES)),
        strength=strength,
        parents=tuple(parents),
        leak=np.exp(chance.uniform(np.log(5e-4), np.log(4e-3), EFFECTS)),
        reads=chance.integers(0, EFFECTS, FINDINGS),
        sensitivity=chance.uniform(0.7, 0.97, FINDINGS),
        false_alarm=chance.uniform(0.02, 0.05, FINDINGS),
    )
