"""The scoreboard's verbs: python -m lab.scoreboard run | score."""

from __future__ import annotations

import json
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from downstack.registry import load_catalogue
from lab.images.cache import folder as cache
from lab.lock import exclusive
from lab.packages import install_missing
from lab.scoreboard.degrade import degrade
from lab.scoreboard.experiment import judge, make
from lab.scoreboard.plan import Run, draw
from lab.scoreboard.score import score
from lab.scoreboard.table import page

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
DOCS = Path(__file__).parents[2] / "docs"


def _records(split: str) -> Path:
    return DOCS / "scoreboard" / f"{split}.jsonl"


def _read(split: str) -> list[dict[str, Any]]:
    path = _records(split)
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@app.command()
def run(
    split: Annotated[str, typer.Argument(help="scored or calibration")] = "scored",
    minutes: Annotated[float, typer.Option(help="Stop after this time; go on later.")] = 180,
    only: Annotated[str, typer.Option(help="Only runs whose id contains this.")] = "",
) -> None:
    """Make the runs that are not made yet, in their drawn order, and write each down at once."""
    if split not in {"scored", "calibration"}:
        raise SystemExit("a split is scored or calibration")
    install_missing()
    bundles = cache() / "bundles" / split
    bundles.mkdir(parents=True, exist_ok=True)
    _records(split).parent.mkdir(parents=True, exist_ok=True)
    made = {record["run"]["id"] for record in _read(split)}
    waiting = [one for one in draw(split) if one.id not in made and only in one.id]  # type: ignore[arg-type]
    end = time.monotonic() + 60 * minutes
    for number, one in enumerate(waiting, start=1):
        if time.monotonic() > end:
            print(f"scoreboard: {len(waiting) - number + 1} runs left")
            break
        with exclusive():
            record = make(one, bundles)
        with _records(split).open("a") as file:
            file.write(json.dumps(record) + "\n")
        print(f"{number}/{len(waiting)} {_line(one, record)}", flush=True)


def _line(one: Run, record: dict[str, Any]) -> str:
    answer = record.get("answer") or {}
    named = ", ".join(
        f"{cause['fault']} {cause['probability']:.2f}" for cause in answer.get("causes", ())
    )
    said = named or answer.get("answer") or record.get("error", "")
    return f"{record['seconds']:5.1f} s {one.id} {one.grade} {one.degraded or 'full'}: {said}"


@app.command(name="score")
def score_(split: Annotated[str, typer.Argument(help="scored or calibration")] = "scored") -> None:
    """Score the runs made so far and write the page and its JSON."""
    records = _read(split)
    layers = {fault.id: str(fault.layer) for fault in load_catalogue().faults}
    board = score(records, layers) | {
        "aborted": sum(record["status"] == "aborted" for record in records),
        "when": datetime.now(UTC).date().isoformat(),
        "commit": _say("git", "rev-parse", "--short", "HEAD"),
        "versions": {
            "QEMU": _say("qemu-system-x86_64", "--version").split()[3],
            "libvirt": _say("libvirtd", "--version").split()[-1],
            "Linux": _say("uname", "-r"),
        },
    }
    (DOCS / "scoreboard.json").write_text(json.dumps(board, indent=1) + "\n")
    (DOCS / "scoreboard.md").write_text(page(board))
    print(json.dumps(board["summary"]))


@app.command()
def again(split: Annotated[str, typer.Argument(help="scored or calibration")]) -> None:
    """Judge the kept bundles again, after a change of the catalogue (never for the scored page)."""
    bundles = cache() / "bundles" / split
    records = []
    for record in _read(split):
        name = record["run"]["id"].replace("+", "_")
        if record["status"] == "done":
            full = bundles / f"{name}.bundle"
            record["answer"] = judge(degrade(full, record["run"]["degraded"]), record["target"])
            print(_line(Run(**record["run"]), record), flush=True)
        records.append(record)
    layers = {fault.id: str(fault.layer) for fault in load_catalogue().faults}
    print(json.dumps(score(records, layers)["summary"]))


def _say(*argv: str) -> str:
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    return done.stdout.strip()


if __name__ == "__main__":
    app()
