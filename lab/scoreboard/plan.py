"""Which runs there are: drawn from seeds that are committed before anything is scored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from random import Random
from typing import Literal

from lab import catalogue, controls, injections
from lab.herrings import PAIRS as BESIDE
from lab.injection import YES_OR_NO, Injection
from lab.kubernetes import catalogue as kubernetes
from lab.kubernetes.injection import KubernetesInjection
from lab.t3 import catalogue as t3
from lab.t3.injection import T3Injection

SEEDS = Path(__file__).with_name("seeds.json")
FULL_RUNS = 5
"""Runs of each fault with full evidence, at or above its detection threshold."""
DEGRADED_RUNS = 2
SUB_RUNS = 1
ALIKE = (
    "ceph_network_lossy",
    "ceph_osd_disk_slow",
    "ceph_osd_hung",
    "ceph_pool_below_min_size",
    "ceph_pool_full",
)
"""Causes which look the same from a VM on Ceph: nine of ten have to be told from each other, so
each is made with more seeds, in the scored runs."""
CONTROL_RUNS = 5
CEPH_CONTROL_RUNS = 8
T3_CONTROL_RUNS = 3
PAIRS = 8
PAIR_RUNS = 3
GRADES = ("mild", "plain", "hard")
PAIRED_PATHS = ("cpu", "storage", "network")

Made = Injection | T3Injection | KubernetesInjection
Split = Literal["calibration", "scored"]
Kind = Literal["injection", "control", "pair", "herring"]
Degraded = Literal["", "no_agent", "no_psi", "l1"]
HERRING_RUNS: dict[Split, int] = {"calibration": 1, "scored": 3}
"""Runs of each real fault beside each innocent one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One experiment: what is broken how hard, and with how much evidence it is judged."""

    id: str
    kind: Kind
    names: tuple[str, ...]
    """The faults, or the one control."""
    grade: str
    levels: tuple[float, ...]
    degraded: Degraded
    seed: int
    tier: str = "T1"

    @property
    def is_full(self) -> bool:
        """Whether it is judged with all the evidence, and was not made too mild to be seen."""
        return not self.degraded and self.grade != "sub"

    def as_row(self) -> dict[str, object]:
        """Return the run as JSON."""
        return asdict(self)


def seeds(of: Split | Literal["alike"]) -> tuple[int, ...]:
    """Return the committed seeds of a split, or those for the causes that look alike."""
    return tuple(json.loads(SEEDS.read_text())[of])


def draw(split: Split) -> tuple[Run, ...]:
    """Return every run of a split in the random order in which it is made."""
    found = seeds(split)
    faults = [catalogue.injection(name) for name in catalogue.names(injections)]
    runs = [
        *_of_faults(faults, found),
        *_of_faults([t3.injection(name) for name in t3.faults()], found),
        *_of_controls(_controls("T1"), found[:CONTROL_RUNS], "T1"),
        *_of_controls(t3.control_names(), found[:T3_CONTROL_RUNS], "T3"),
        *_of_pairs(faults, found),
        *_of_controls(_controls("ceph"), found[:CEPH_CONTROL_RUNS], "ceph"),
        *_of_faults([kubernetes.injection(name) for name in kubernetes.faults()], found),
        *_of_controls(("healthy_pod",), found[:CONTROL_RUNS], "K8s"),
        *_of_herrings(found[: HERRING_RUNS[split]]),
    ]
    if split == "scored":
        runs += _of_faults([catalogue.injection(name) for name in ALIKE], seeds("alike"))
    Random(found[0]).shuffle(runs)  # noqa: S311 - an order, no secret
    return tuple(runs)


def _of_faults(
    faults: Iterable[Injection | T3Injection | KubernetesInjection], seeds: tuple[int, ...]
) -> Iterator[Run]:
    for fault in faults:
        per_fault = FULL_RUNS + DEGRADED_RUNS + SUB_RUNS
        for number, seed in enumerate(seeds[:per_fault]):
            chance = Random(f"{fault.fault} {seed}")  # noqa: S311 - a draw, no secret
            grade, level = _severity(fault, chance)
            degraded: Degraded = ""
            if number >= FULL_RUNS + DEGRADED_RUNS:
                if fault.levels == YES_OR_NO:
                    continue  # a fault that is there or is not has nothing below its threshold
                grade, level = "sub", fault.sub_threshold
            elif number >= FULL_RUNS:
                if fault.tier == "K8s":
                    continue  # no guest agent, no PSI and no libvirt tells of it
                degraded = chance.choice(("no_agent", "no_psi", "l1"))
            yield Run(
                id=f"{_prefix(fault.tier)}{fault.fault}-{seed}",
                kind="injection",
                names=(fault.fault,),
                grade=grade,
                levels=(level,),
                degraded=degraded,
                seed=seed,
                tier=fault.tier,
            )


def threshold(fault: str) -> str:
    """Return the level from which on a fault has to be found, on each tier where it is made."""
    made: list[Made] = []
    if fault in catalogue.names(injections):
        made.append(catalogue.injection(fault))
    if fault in t3.faults():
        made.append(t3.injection(fault))
    if fault in kubernetes.faults():
        made.append(kubernetes.injection(fault))
    return "; ".join(f"{one.tier}: {one.levels[0]:g} {one.unit}" for one in made)


def _severity(
    fault: Injection | T3Injection | KubernetesInjection, chance: Random
) -> tuple[str, float]:
    index = chance.randrange(len(GRADES))
    return GRADES[index], fault.levels[index]


def _prefix(tier: str) -> str:
    return "" if tier == "T1" else f"{tier.lower()}-"


def _of_controls(names: Iterable[str], seeds: tuple[int, ...], tier: str) -> Iterator[Run]:
    for name in names:
        for seed in seeds:
            yield Run(
                id=f"{_prefix(tier)}{name}-{seed}",
                kind="control",
                names=(name,),
                grade="healthy",
                levels=(),
                degraded="",
                seed=seed,
                tier=tier,
            )


def _controls(tier: str) -> list[str]:
    return [name for name in catalogue.names(controls) if catalogue.control(name).tier == tier]


def _of_herrings(seeds: tuple[int, ...]) -> Iterator[Run]:
    """Make each real fault beside an innocent one."""
    for real, innocent in BESIDE:
        for seed in seeds:
            chance = Random(f"{real} {innocent} {seed}")  # noqa: S311 - a draw, no secret
            grade, level = _severity(catalogue.injection(real), chance)
            yield Run(
                id=f"ceph-{real}+{innocent}-{seed}",
                kind="herring",
                names=(real, innocent),
                grade=grade,
                levels=(level,),
                degraded="",
                seed=seed,
                tier="ceph",
            )


def _of_pairs(faults: Iterable[Injection], seeds: tuple[int, ...]) -> Iterator[Run]:
    """Draw pairs of faults on different paths, of those that share the stage of all loads."""
    paired = [fault for fault in faults if fault.paired and fault.path in PAIRED_PATHS]
    possible = [
        (left, right)
        for left, right in product(paired, paired)
        if left.fault < right.fault and left.path != right.path
    ]
    chance = Random(f"pairs {seeds[0]}")  # noqa: S311 - a draw, no secret
    for left, right in chance.sample(possible, min(PAIRS, len(possible))):
        for seed in seeds[:PAIR_RUNS]:
            grade = chance.choice(GRADES[1:])
            index = GRADES.index(grade)
            yield Run(
                id=f"{left.fault}+{right.fault}-{seed}",
                kind="pair",
                names=(left.fault, right.fault),
                grade=grade,
                levels=(left.levels[index], right.levels[index]),
                degraded="",
                seed=seed,
            )
