"""Keeps what is read during an incident as a fixture: python -m lab.storm.record INCIDENT..."""

from __future__ import annotations

import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from lab.experiment import new_host
from lab.lock import exclusive
from lab.packages import install_missing
from lab.scoreboard.keep import keep, versions
from lab.storm.ask import DOWNSTACK, SECONDS
from lab.storm.incidents import INCIDENTS, Incident
from lab.storm.runs import Run
from lab.storm.stage import StormStage, with_storm

FIXTURES = Path(__file__).parents[2] / "tests/storm"
SEED = 9011
"""One of the calibration's: nothing of it is scored."""


def _record(name: str, stage: StormStage) -> None:
    bundle = stage.host.folder / "bundle"
    incident: Incident | None = INCIDENTS.get(name)
    with incident.apply(stage) if incident else nullcontext() as seen:
        pod = stage.pod_target
        argv = [str(DOWNSTACK), "collect", "--guest", *stage.options, "-o", str(bundle)]
        subprocess.run(stage.host.inside(argv), timeout=SECONDS, check=True)
    record: dict[str, Any] = {"run": Run(name, SEED).as_row(), "witness": [str(seen)]}
    keep(bundle, record | {"target": pod}, versions(), FIXTURES)
    stage.wait_healed()


def main(names: list[str]) -> None:
    """Record these incidents, on one stage."""
    install_missing()
    with exclusive(), new_host() as host:
        stage = with_storm(host)
        for name in names:
            _record(name, stage)
            print(f"recorded {name}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
