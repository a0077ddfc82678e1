"""Makes one run: break a real machine, collect its evidence, judge it, undo everything."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from lab import catalogue
from lab.experiment import new_host
from lab.scoreboard.degrade import degrade
from lab.scoreboard.plan import Run
from lab.stage import Stage, with_all_loads

DOWNSTACK = Path(sys.executable).with_name("downstack")
KEPT = ("answer", "symptoms", "causes", "risks", "layers", "hops", "unlisted", "errors")


def make(run: Run, folder: Path) -> dict[str, object]:
    """Return the record of one run; an aborted one says why and is kept too."""
    started = time.monotonic()
    record: dict[str, object] = {"run": run.as_row(), "status": "done"}
    bundle = folder / f"{run.id.replace('+', '_')}.bundle"
    try:
        with ExitStack() as stack:
            stage, seen = _break(run, stack)
            record |= {"witness": seen, "target": stage.target.uuid}
            _collect(stage, bundle)
        record["answer"] = judge(degrade(bundle, run.degraded), str(record["target"]))
    except Exception as error:  # noqa: BLE001 - counted and shown, never dropped
        record |= {"status": "aborted", "error": f"{type(error).__name__}: {error}"}
    record["seconds"] = round(time.monotonic() - started, 1)
    return record


def _break(run: Run, stack: ExitStack) -> tuple[Stage, list[str]]:
    host = stack.enter_context(new_host())
    if run.kind == "control":
        return catalogue.control(run.names[0]).prepare(host), []
    faults = [catalogue.injection(name) for name in run.names]
    stage = with_all_loads(host) if run.kind == "pair" else faults[0].prepare(host)
    seen = [
        str(stack.enter_context(fault.apply(stage, level)))
        for fault, level in zip(faults, run.levels, strict=True)
    ]
    return stage, seen


def _collect(stage: Stage, bundle: Path) -> None:
    command = [str(DOWNSTACK), "collect", "--guest", "-o", str(bundle)]
    done = subprocess.run(
        stage.host.inside(command), capture_output=True, text=True, timeout=60, check=False
    )
    if done.returncode:
        raise RuntimeError(f"collect ended with {done.returncode}: {done.stderr.strip()}")


def judge(bundle: Path, target: str) -> dict[str, object]:
    """Return what `why` answers from a bundle, without what the score does not need."""
    command = [str(DOWNSTACK), "why", f"vm/{target}", "--from", str(bundle), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if not done.stdout:
        raise RuntimeError(f"why ended with {done.returncode}: {done.stderr.strip()}")
    answer = json.loads(done.stdout)
    return {key: answer[key] for key in KEPT}
