"""The scoreboard's verbs: python -m lab.scoreboard run | score."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from downstack.registry import load_catalogue
from lab.images.cache import folder as cache
from lab.lock import exclusive
from lab.packages import install_missing
from lab.scoreboard.benches import Benches
from lab.scoreboard.experiment import judged, make
from lab.scoreboard.keep import keep, say, versions
from lab.scoreboard.plan import Run, draw, threshold
from lab.scoreboard.score import never_made, score, why_aborted
from lab.scoreboard.table import page

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
DOCS = Path(__file__).parents[2] / "docs"
FIXTURES = DOCS.parent / "tests" / "bundles"
HOST_FOLDER = re.compile(rf"{re.escape(tempfile.gettempdir())}/lab-[0-9a-z-]+")


def _records(split: str) -> Path:
    return DOCS / "scoreboard" / f"{split}.jsonl"


def _read(split: str) -> list[dict[str, Any]]:
    path = _records(split)
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@app.command()
def run(
    split: Annotated[str, typer.Argument(help="scored or calibration")] = "scored",
    minutes: Annotated[float, typer.Option(help="Stop after this time; go on later.")] = 180,
    only: Annotated[
        str, typer.Option(help="Only runs whose id matches this, a regular expression.")
    ] = "",
    tier: Annotated[str, typer.Option(help="Only runs of this tier: T1, T3, ceph, K8s.")] = "",
    *,
    full: Annotated[
        bool, typer.Option("--full", help="Only runs with all the evidence, and above threshold.")
    ] = False,
) -> None:
    """Make the runs that are not made yet, in their drawn order, and write each down at once.

    An aborted run has no answer: it stays on record, is counted, and is made again.
    """
    if split not in {"scored", "calibration"}:
        raise SystemExit("a split is scored or calibration")
    install_missing()
    bundles = cache() / "bundles" / split
    bundles.mkdir(parents=True, exist_ok=True)
    _records(split).parent.mkdir(parents=True, exist_ok=True)
    made = {record["run"]["id"] for record in _read(split) if record["status"] == "done"}
    waiting = [
        one
        for one in draw(split)  # type: ignore[arg-type]
        if one.id not in made and re.search(only, one.id) and tier in one.tier
        if one.is_full or not full
    ]
    end = time.monotonic() + 60 * minutes
    with Benches() as benches:
        for number, one in enumerate(waiting, start=1):
            if time.monotonic() > end:
                print(f"scoreboard: {len(waiting) - number + 1} runs left")
                break
            with exclusive():
                record = make(one, bundles, benches)
            with _records(split).open("a") as file:
                file.write(HOST_FOLDER.sub("/lab", json.dumps(record)) + "\n")
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
    records = [*_read(split), *(_read("storm") if split == "scored" else ())]
    layers = {fault.id: str(fault.layer) for fault in load_catalogue().faults}
    board = score(records, layers)
    for name, row in board["faults"].items():
        row["threshold"] = threshold(name)
    board |= {
        "aborted": dict(Counter(why_aborted(record) for record in records if "error" in record)),
        "never_made": never_made(records),
        "when": datetime.now(UTC).date().isoformat(),
        "commit": say("git", "rev-parse", "--short", "HEAD"),
        "versions": versions(),
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
        made = Run(**record["run"])
        bundle = bundles / f"{made.id.replace('+', '_')}.bundle"
        if record["status"] != "done" or not bundle.exists():  # made on another machine
            continue
        records.append(record | judged(made, bundle, record["target"]))
        print(_line(made, records[-1]), flush=True)
    layers = {fault.id: str(fault.layer) for fault in load_catalogue().faults}
    print(json.dumps(score(records, layers)["summary"]))


@app.command(name="keep")
def keep_(
    runs: Annotated[list[str], typer.Argument(help="Ids of calibration runs.")],
    folder: Annotated[Path, typer.Option(help="Where the fixtures are.")] = FIXTURES,
) -> None:
    """Keep the bundles of these runs as fixtures of the tests."""
    folder.mkdir(parents=True, exist_ok=True)
    records = {record["run"]["id"]: record for record in _read("calibration")}
    for one in runs:
        if one not in records or records[one]["status"] != "done":
            raise SystemExit(f"no calibration run {one} was made to its end")
        bundle = cache() / "bundles" / "calibration" / f"{one.replace('+', '_')}.bundle"
        keep(bundle, records[one], versions(), folder)


if __name__ == "__main__":
    app()
