"""What downstack says about the pod, run on the lab host with read-only rights."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from lab.storm.incidents import Incident
from lab.storm.stage import StormStage

DOWNSTACK = Path(sys.executable).with_name("downstack")
SECONDS = 90


def why(stage: StormStage, *options: str) -> str:
    """Return the answer to `downstack why pod/shop/NAME`."""
    argv = [str(DOWNSTACK), "why", stage.pod_target, "--guest", *stage.options, *options]
    done = subprocess.run(
        stage.host.inside(argv), stdout=subprocess.PIPE, text=True, timeout=SECONDS, check=False
    )
    return done.stdout


def answer(stage: StormStage, evidence: Path | None = None) -> dict[str, Any]:
    """Return the same as JSON, and keep what it was judged by."""
    kept = () if evidence is None else ("--keep", str(evidence))
    found: dict[str, Any] = json.loads(why(stage, "--json", *kept))
    return found


def wrong_in(given: dict[str, Any], incident: Incident) -> str:
    """Return what is wrong with an answer to an incident, or nothing."""
    causes = given["causes"]
    named = [f"{cause['fault']} of {cause['entity']['name']}" for cause in causes]
    if not causes:
        suffers = [symptom["id"] for symptom in given["symptoms"]]
        return f"it names nothing: {given['answer']} for {suffers}"
    first = causes[0]
    is_right = first["fault"] in incident.faults
    is_there = incident.entity in {None, first["entity"]["name"]}
    return "" if is_right and is_there else f"it names {named} first"
