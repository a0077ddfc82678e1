"""Runs of the storm for the scoreboard: python -m lab.storm.runs [--only NAME] SEED...

One stage serves all.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from lab.experiment import new_host
from lab.failure import LabError
from lab.lock import exclusive
from lab.packages import install_missing
from lab.scoreboard.experiment import KEPT
from lab.storm.ask import answer, wrong_in
from lab.storm.incidents import INCIDENTS, osd_down
from lab.storm.stage import StormStage, with_storm

RECORDS = Path(__file__).parents[2] / "docs/scoreboard/storm.jsonl"
SUFFERING = ("osd_disk_slow", "osd_hung", "below_min_size", "recovery_storm")
"""Incidents in which the storage is at fault."""
HERRINGS = {
    "starved_beside_osd_down": "ceph_osd_down",
    "pod_limited_beside_osd_down": "ceph_osd_down",
    "disk_slow_beside_limit": "container_cpu_limit",
}
"""Incidents beside which something innocent has a fault, and this fault."""
CONTROLS = ("healthy", "osd_down_harmless")


@dataclass(frozen=True, slots=True)
class Run:
    """One experiment on the chain from the OSD to the pod."""

    name: str
    seed: int

    @property
    def kind(self) -> str:
        """What the scoreboard calls it."""
        if self.name in CONTROLS:
            return "control"
        return "herring" if self.name in HERRINGS else "injection"

    @property
    def names(self) -> list[str]:
        """The fault that has to be named first, and the innocent one beside it."""
        if self.kind == "control":
            return [self.name]
        (fault,) = INCIDENTS[self.name].faults
        return [fault, HERRINGS[self.name]] if self.kind == "herring" else [fault]

    def apply(self, stage: StormStage) -> AbstractContextManager[Any]:
        """Break it, or not."""
        if self.name == "healthy":
            return nullcontext()
        return osd_down(stage) if self.kind == "control" else INCIDENTS[self.name].apply(stage)

    def as_row(self) -> dict[str, Any]:
        """Return the run as JSON, in the form of the scoreboard's."""
        return {
            "id": f"storm-{self.name}-{self.seed}",
            "kind": self.kind,
            "names": self.names,
            "grade": "healthy" if self.kind == "control" else "plain",
            "levels": [],
            "degraded": "",
            "seed": self.seed,
            "tier": "storm",
        }


NAMES = (*SUFFERING, *HERRINGS, *CONTROLS)


def draw(seeds: Iterable[int], wanted: Iterable[str] = NAMES) -> Iterator[Run]:
    """Draw each experiment once per seed, in a random order of its own."""
    for seed in seeds:
        names = list(wanted)
        Random(seed).shuffle(names)  # noqa: S311 - an order, no secret
        yield from (Run(name, seed) for name in names)


def make(run: Run, stage: StormStage) -> dict[str, Any]:
    """Return the record of one run; an aborted one says why and is kept too."""
    started = time.monotonic()
    record: dict[str, Any] = {"run": run.as_row(), "status": "done"}
    try:
        if run.kind != "control":
            stage.renew_pod()
        with run.apply(stage) as seen:
            asked = time.monotonic()
            given = answer(stage)
            record["answer_seconds"] = round(time.monotonic() - asked, 1)
        record["witness"] = [] if run.kind == "control" else [str(seen)]
        record["answer"] = {key: given[key] for key in KEPT}
        if run.kind != "control":
            record["wrong"] = wrong_in(given, INCIDENTS[run.name])
        stage.wait_healed()
    except (LabError, OSError, ValueError) as error:
        record |= {"status": "aborted", "error": f"{type(error).__name__}: {error}"}
    record["seconds"] = round(time.monotonic() - started, 1)
    return record


def main(seeds: list[int], wanted: list[str]) -> None:
    """Make the runs of these seeds that are not made yet, and write each down at once."""
    install_missing()
    text = RECORDS.read_text() if RECORDS.exists() else ""
    known = [json.loads(line) for line in text.splitlines()]
    made = {row["run"]["id"] for row in known if row["status"] == "done"}
    waiting = [run for run in draw(seeds, wanted) if run.as_row()["id"] not in made]
    with new_host() as host:
        with exclusive():
            stage = with_storm(host)
        for run in waiting:
            with exclusive():
                record = make(run, stage)
            with RECORDS.open("a") as file:
                file.write(json.dumps(record).replace(str(host.folder), "/lab") + "\n")
            said = record.get("wrong") or record.get("error") or "right"
            print(f"{record['seconds']:5.1f} s {record['run']['id']}: {said}", flush=True)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m lab.storm.runs")
    parser.add_argument("seeds", type=int, nargs="+", metavar="SEED")
    parser.add_argument("--only", choices=NAMES, nargs="+", default=list(NAMES), metavar="NAME")
    return parser.parse_args()


if __name__ == "__main__":
    asked = _asked()
    main(asked.seeds, asked.only)
