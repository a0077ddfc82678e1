"""`why` and `hops`: one target, one answer."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import partial

from rich.console import Console

from downstack import __version__
from downstack.cli.evidence import Gathered, gather
from downstack.cli.exit import Exit
from downstack.cli.look import Look
from downstack.cli.options import Symptom
from downstack.cli.progress import Progress
from downstack.cli.target import resolve
from downstack.inference.diagnose import diagnose
from downstack.model import Path, Snapshot
from downstack.model.verdict import AnswerKind, Diagnosis
from downstack.registry import load_catalogue

SYMPTOM_PATHS: dict[Symptom, Path | None] = {
    Symptom.DISK: Path.STORAGE,
    Symptom.CPU: Path.CPU,
    Symptom.NET: Path.NETWORK,
    Symptom.MEMORY: Path.MEMORY,
    Symptom.BOOT: None,
}
CODES = {
    AnswerKind.HEALTHY: Exit.HEALTHY,
    AnswerKind.CAUSE: Exit.CAUSE,
    AnswerKind.UNDECIDED: Exit.UNDECIDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a person or a machine wants the answer."""

    json: bool = False
    ticket: bool = False
    questions: bool = False
    color: bool = True


def explain_target(text: str, symptoms: tuple[Symptom, ...], look: Look, form: Form) -> int:
    """Answer `why`, print it, and return the exit code."""
    declared = frozenset(SYMPTOM_PATHS[one] for one in symptoms)

    find = partial(resolve, text)

    def judge(snapshot: Snapshot) -> Diagnosis:
        return diagnose(snapshot, load_catalogue(), find(snapshot), declared)

    with Progress(find, judge, look.window, color=form.color) as progress:
        gathered = gather(look, progress.meanwhile)
    try:
        diagnosis = judge(gathered.snapshot)
        show(stamp(diagnosis, gathered), form)
    finally:  # most of all where that went wrong
        gathered.keep()
    return CODES[diagnosis.answer]


def stamp(diagnosis: Diagnosis, gathered: Gathered) -> Diagnosis:
    """Add when, at which level, at what cost and with which errors of ours it was found."""
    return replace(
        diagnosis,
        at=gathered.at,
        level=gathered.level,
        cost=gathered.cost(),
        errors=(
            *(f"{one.collector}: {one.error}" for one in gathered.failures),
            *diagnosis.errors,
        ),
    )


def show(diagnosis: Diagnosis, form: Form) -> None:
    """Print one diagnosis in the form asked for."""
    from downstack.report import json, questions, terminal, ticket

    if form.json:
        sys.stdout.write(json.encode(diagnosis, __version__).decode() + "\n")
    elif form.ticket:
        sys.stdout.write(ticket.render(diagnosis) + "\n")
    elif form.questions:
        console(form).print(questions.render(diagnosis))
    else:
        out = console(form)
        out.print(terminal.render(diagnosis, width=out.width))


def show_hops(text: str, look: Look, form: Form) -> int:
    """Print the paths of a target hop by hop."""
    from downstack.report import hops, json

    gathered = gather(look)
    target = resolve(text, gathered.snapshot)
    diagnosis = stamp(diagnose(gathered.snapshot, load_catalogue(), target), gathered)
    if form.json:
        sys.stdout.write(json.encode(diagnosis, __version__).decode() + "\n")
    else:
        out = console(form)
        out.print(hops.render(diagnosis, width=out.width))
    return CODES[diagnosis.answer]


def console(form: Form) -> Console:
    """Return where text goes: colours only where they were not refused."""
    return Console(no_color=not form.color, highlight=False, soft_wrap=False)
