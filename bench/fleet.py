"""`why`, `check` and `collect` on 1, 10 and 30 guests, against the least that could be read."""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from lab.domain import GuestSpec
from lab.experiment import new_host
from lab.host import Host
from lab.stage import boot

DOWNSTACK = Path(sys.executable).with_name("downstack")
GUESTS = (1, 10, 30)
RUNS = 5
WINDOW = 2.0
SAMPLES = 2
"""The two samples: the floor reads everything twice as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Medians of one command on one number of guests, in seconds; ratios to the floor's."""

    guests: int
    command: str
    wall: float
    cpu: float
    wall_ratio: float
    cpu_ratio: float


@dataclass(frozen=True, slots=True)
class _Spent:
    wall: float
    cpu: float


def measure() -> Iterator[Row]:
    """Boot more and more guests on one host and time each command on it."""
    with new_host() as host:
        there = 0
        for wanted in GUESTS:
            boot(host, *(GuestSpec(f"vm{number}") for number in range(there, wanted)))
            there = wanted
            yield from _on(host, wanted)


def _on(host: Host, guests: int) -> Iterator[Row]:
    bundle = host.folder / "bench.bundle"
    commands = {
        "collect": [str(DOWNSTACK), "collect", "-o", str(bundle)],
        "check": [str(DOWNSTACK), "check"],
        "why": [str(DOWNSTACK), "why", "vm/vm0"],
    }
    _spend(host, commands["collect"])
    floor = _floor(host, bundle)
    for name, command in commands.items():
        spent = _middle([_spend(host, command) for _ in range(RUNS)])
        wall = spent.wall - WINDOW
        yield Row(
            guests=guests,
            command=name,
            wall=wall,
            cpu=spent.cpu,
            wall_ratio=wall / floor.wall,
            cpu_ratio=spent.cpu / floor.cpu,
        )


def _floor(host: Host, bundle: Path) -> _Spent:
    """Time `virsh domstats` and `cat` of the very files that the bundle holds, twice each."""
    rounds = json.loads(gzip.decompress(bundle.read_bytes()))["rounds"]
    files = sorted({row[1] for row in rounds[-1] if row[0] == "file" and not row[5]})
    listing = host.folder / "bench.files"
    listing.write_text("\n".join(files))
    once = f"virsh -r domstats >/dev/null; xargs -a {listing} cat >/dev/null 2>&1"
    script = "; ".join([once] * SAMPLES)
    return _middle([_spend(host, ["sh", "-c", script]) for _ in range(RUNS)])


def _spend(host: Host, command: Sequence[str]) -> _Spent:
    before, start = _children(), time.perf_counter()
    subprocess.run(host.inside(list(command)), capture_output=True, check=False)
    return _Spent(time.perf_counter() - start, _children() - before)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _middle(runs: Sequence[_Spent]) -> _Spent:
    return _Spent(median(run.wall for run in runs), median(run.cpu for run in runs))
