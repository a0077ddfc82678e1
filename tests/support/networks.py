"""Random networks and findings drawn from them."""

from dataclasses import replace

import numpy as np

from downstack.inference.network import UNKNOWN, Findings, Indices, Network


def random_network(
    seed: int, *, hypotheses: int = 6, effects: int = 12, findings: int = 16, parents: int = 3
) -> Network:
    """A third of the effects are roots, the others have one up to this many parents."""
    rng = np.random.default_rng(seed)
    causes: list[tuple[tuple[int, float], ...]] = [()] * (effects // 3)
    for effect in range(effects // 3, effects):
        count = min(int(rng.choice([1, 2, 3], p=[0.4, 0.35, 0.25])), parents, effect)
        chosen = sorted(rng.choice(effect, size=count, replace=False).tolist())
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


def draw_members(seed: int, network: Network, size: int) -> tuple[int, ...]:
    """This many hypotheses, by lot."""
    rng = np.random.default_rng(seed)
    return tuple(rng.choice(len(network.odds), size=size, replace=False).tolist())


def permute_hypotheses(network: Network, order: Indices) -> Network:
    """The same network with hypothesis order[i] at place i."""
    return replace(network, odds=network.odds[order], strength=network.strength[order])


def reorder_effects(network: Network, order: Indices) -> Network:
    """The same network with effect order[i] at place i; the order must be topological."""
    place = np.argsort(order)
    causes = [network.parents[effect] for effect in order]
    return replace(
        network,
        strength=network.strength[:, order],
        parents=tuple(tuple((int(place[p]), weight) for p, weight in one) for one in causes),
        leak=network.leak[order],
        reads=place[network.reads],
    )


def other_topological_order(network: Network) -> Indices:
    """Depth first from the last effect, where the network itself may go breadth first."""
    order: list[int] = []

    def visit(effect: int) -> None:
        if effect not in order:
            for parent, _ in network.parents[effect]:
                visit(parent)
            order.append(effect)

    for effect in reversed(range(len(network.leak))):
        visit(effect)
    return np.array(order, dtype=np.intp)


def add_unlisted(network: Network, *, mass: float = 0.15, strength: float = 0.9) -> Network:
    """One more hypothesis per effect: something that nobody listed broke it."""
    effects = len(network.leak)
    return replace(
        network,
        odds=np.append(network.odds, np.full(effects, network.odds.sum() * mass / effects)),
        strength=np.vstack([network.strength, np.eye(effects) * strength]),
    )


def drop_hypothesis(network: Network, hypothesis: int) -> Network:
    """The network of somebody who never heard of this hypothesis."""
    return replace(
        network,
        odds=np.delete(network.odds, hypothesis),
        strength=np.delete(network.strength, hypothesis, axis=0),
    )
