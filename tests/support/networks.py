"""Random networks and findings drawn from them."""

import numpy as np

from downstack.inference.network import UNKNOWN, Findings, Indices, Network


def random_network(
    seed: int, *, hypotheses: int = 6, effects: int = 12, findings: int = 16, parents: int = 3
) -> Network:
    """A network in which an effect has up to this many parents."""
    rng = np.random.default_rng(seed)
    causes: list[tuple[tuple[int, float], ...]] = []
    for effect in range(effects):
        count = int(rng.integers(0, min(parents, effect) + 1))
        chosen = sorted(rng.choice(effect, size=count, replace=False).tolist()) if count else []
        causes.append(tuple((parent, float(rng.uniform(0.35, 0.95))) for parent in chosen))
    strength = np.zeros((hypotheses, effects))
    for row in strength:
        hit = rng.choice(effects, size=min(int(rng.integers(1, 4)), effects), replace=False)
        row[hit] = rng.uniform(0.6, 0.98, len(hit))
    return Network(
        odds=np.exp(rng.uniform(np.log(3e-3), np.log(1e-1), hypotheses)),
        strength=strength,
        parents=tuple(causes),
        leak=np.exp(rng.uniform(np.log(1e-3), np.log(2e-2), effects)),
        reads=rng.integers(0, effects, findings).astype(np.intp),
        sensitivity=rng.uniform(0.7, 0.97, findings),
        false_alarm=rng.uniform(0.02, 0.05, findings),
    )


def random_findings(
    seed: int, network: Network, members: tuple[int, ...], *, missing: float = 0.2
) -> Findings:
    """Findings drawn from the network with these hypotheses true."""
    rng = np.random.default_rng(seed)
    state = np.zeros(len(network.leak), dtype=bool)
    for effect, causes in enumerate(network.parents):
        absent = 1.0 - network.leak[effect]
        absent *= np.prod(1.0 - network.strength[list(members), effect])
        absent *= np.prod([1.0 - weight for parent, weight in causes if state[parent]])
        state[effect] = rng.random() > absent
    chance = np.where(state[network.reads], network.sensitivity, network.false_alarm)
    findings = (rng.random(len(chance)) < chance).astype(np.int8)
    findings[rng.random(len(chance)) < missing] = UNKNOWN
    return findings


def permute_hypotheses(network: Network, order: Indices) -> Network:
    """The same network with hypothesis order[i] at place i."""
    return Network(
        odds=network.odds[order],
        strength=network.strength[order],
        parents=network.parents,
        leak=network.leak,
        reads=network.reads,
        sensitivity=network.sensitivity,
        false_alarm=network.false_alarm,
    )
