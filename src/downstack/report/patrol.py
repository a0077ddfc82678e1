"""What `check` found on all targets: findings, then what is not known, then risks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from enum import IntEnum
from itertools import chain

from rich.console import Group

from downstack.inference.advise import typed
from downstack.model import Entity
from downstack.model.verdict import AnswerKind, Cause, Diagnosis
from downstack.report import headline
from downstack.report.numbers import digits, probability, seconds
from downstack.report.page import BLANK, Line, Span, Tone, clean, item, paragraph, wrap
from downstack.report.phrase import finding, joined, kind_word, lower_first, name
from downstack.report.remedies import TONES
from downstack.report.terminal import paint

LAYER, CHANCE = 14, 6
"""Columns of the layer (with its indent) and of the probability."""
NAMED, ERRORS = 4, 3
"""Targets and errors named before the rest is counted."""


class NagiosState(IntEnum):
    """What a Nagios plugin exits with."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


def render(diagnoses: Sequence[Diagnosis], *, width: int = 80) -> Group:
    """Return the findings and risks of all targets; one line when there are none."""
    return paint(lines(diagnoses, width))


def lines(diagnoses: Sequence[Diagnosis], width: int) -> list[Line]:
    """Return the same as lines, for a page without colours."""
    causes = _shared((d.target, cause) for d in diagnoses for cause in d.causes)
    risks = _alike((d.target, risk) for d in diagnoses for risk in d.risks)
    open_ = [d for d in diagnoses if d.answer is AnswerKind.UNDECIDED]
    text, tone = _summary(diagnoses, len(causes), len(risks), len(open_))
    page = paragraph(text, width, tone)
    for cause, targets in causes:
        page += [BLANK, *_finding(cause, targets, width, Tone.BAD)]
    if open_:
        page += [BLANK, *_undecided(open_, width)]
    if risks:
        page += [BLANK, *paragraph("risks, none of them hurts now:", width, indent=2)]
        page += chain.from_iterable(_finding(r, t, width, Tone.DOUBT) for r, t in risks)
    errors = list(dict.fromkeys(clean(error) for d in diagnoses for error in d.errors))
    if errors:
        told = f"{len(errors)} of our own: {'; '.join(errors[:ERRORS])}"
        page += [BLANK, *item("errors", told, width, Tone.BAD)]
    return page


def nagios(diagnoses: Sequence[Diagnosis]) -> str:
    """Return one line with performance data, as Nagios and its heirs read it."""
    causes = len(_shared((d.target, cause) for d in diagnoses for cause in d.causes))
    risks = len(_alike((d.target, risk) for d in diagnoses for risk in d.risks))
    open_ = sum(d.answer is AnswerKind.UNDECIDED for d in diagnoses)
    state = nagios_state(diagnoses)
    worst = [d for d in diagnoses if d.answer is AnswerKind.CAUSE]
    worst = worst or [d for d in diagnoses if d.answer is AnswerKind.UNDECIDED]
    if worst:
        more = f" (and {len(worst) - 1} more)" if len(worst) > 1 else ""
        text = f"{headline.sentence(worst[0])[0]}{more}"
    else:
        text = _summary(diagnoses, causes, risks, open_)[0]
    cpu = max((d.cost.cpu_seconds for d in diagnoses), default=0.0)
    wall = max((d.cost.wall_seconds for d in diagnoses), default=0.0)
    numbers = (
        f"causes={causes};;0;0 undecided={open_};0;;0 risks={risks};;;0 "
        f"targets={len(diagnoses)};;;0 time={wall:.3f}s;;;0 cpu={cpu:.3f}s;;;0"
    )
    return f"DOWNSTACK {state.name} - {clean(text).replace('|', '/')} | {numbers}"


def nagios_state(diagnoses: Iterable[Diagnosis]) -> NagiosState:
    """Return critical for a cause, warning for a symptom without one, unknown if blind."""
    answers = list(diagnoses)
    if any(d.answer is AnswerKind.CAUSE for d in answers):
        return NagiosState.CRITICAL
    open_ = [d for d in answers if d.answer is AnswerKind.UNDECIDED]
    if any(d.symptoms for d in open_):
        return NagiosState.WARNING
    return NagiosState.UNKNOWN if open_ or not answers else NagiosState.OK


def _shared(pairs: Iterable[tuple[Entity, Cause]]) -> list[tuple[Cause, list[Entity]]]:
    """Return each fault of each entity once, with all targets that suffer from it."""
    return _grouped(pairs, lambda cause: (cause.fault, cause.entity))


def _alike(pairs: Iterable[tuple[Entity, Cause]]) -> list[tuple[Cause, list[Entity]]]:
    """Return each kind of risk once, with all targets that run it."""
    return _grouped(pairs, lambda risk: risk.fault)


def _grouped(
    pairs: Iterable[tuple[Entity, Cause]], key: Callable[[Cause], Hashable]
) -> list[tuple[Cause, list[Entity]]]:
    found: dict[Hashable, tuple[Cause, list[Entity]]] = {}
    for target, cause in pairs:
        _, targets = found.setdefault(key(cause), (cause, []))
        if target not in targets:
            targets.append(target)
    return sorted(found.values(), key=lambda row: (-len(row[1]), -row[0].probability))


def _summary(
    diagnoses: Sequence[Diagnosis], causes: int, risks: int, open_: int
) -> tuple[str, Tone]:
    kinds = Counter(kind_word(d.target.kind) for d in diagnoses)
    looked = joined([_count(number, kind) for kind, number in kinds.items()]) or "nothing"
    window = max((d.window_seconds for d in diagnoses), default=0.0)
    if not diagnoses:
        return "nothing to look at was found here", Tone.DOUBT
    if not causes and not risks and not open_:
        return f"all fine: {looked} without a symptom in {seconds(window)}", Tone.GOOD
    parts = [
        _count(number, word)
        for number, word in ((causes, "finding"), (risks, "risk"))
        if number or word == "finding"
    ]
    text = f"{joined(parts)} on {looked}"
    if open_:
        text += f", {digits(open_)} undecided"
    tone = Tone.BAD if causes else Tone.DOUBT
    return text, tone


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _finding(cause: Cause, targets: list[Entity], width: int, tone: Tone) -> list[Line]:
    chance = probability(cause.probability)
    head = f"  {cause.layer:<{LAYER - 2}}{chance:<{CHANCE}}"
    rest = " " * len(head)
    only = targets[0] if len(targets) == 1 else cause.entity
    first, *more = wrap(finding(cause, only), width, head, rest)
    rows: list[Line] = [(Span(first[: len(head)], tone), Span(first[len(head) :]))]
    rows += [(Span(line),) for line in more]
    where = f"on {_names(targets)}; downstack why {clean(typed(targets[0]))}"
    rows += [(Span(line, Tone.DIM),) for line in wrap(where, width, rest, rest)]
    for advice in cause.remedies[:1]:
        text = f"fix [{clean(advice.risk)}]: {clean(advice.text)}"
        fix_tone = TONES.get(advice.risk, Tone.BAD)
        rows += [(Span(line, fix_tone),) for line in wrap(text, width, rest, f"{rest}  ")]
    return rows


def _names(targets: list[Entity]) -> str:
    names = [name(target) for target in targets[:NAMED]]
    more = len(targets) - NAMED
    return joined([*names, f"{more} more"] if more > 0 else names)


def _undecided(diagnoses: list[Diagnosis], width: int) -> list[Line]:
    """Return the undecided targets, those in the same situation together."""
    alike: dict[str, list[Diagnosis]] = {}
    for diagnosis in diagnoses:
        alike.setdefault(_situation(diagnosis), []).append(diagnosis)
    rows: list[Line] = []
    for situation, group in alike.items():
        names = _names([d.target for d in group])
        rows += item("UNDECIDED", f"{names}: {situation}", width, Tone.DOUBT)
        step = next((step for d in group for step in d.next_steps), None)
        if step is not None:
            rows += paragraph(f"next: {clean(step.command)}", width, indent=4)
    return rows


def _situation(diagnosis: Diagnosis) -> str:
    if state := headline.halted(diagnosis):
        return f"{state}, and why is not known"
    felt = dict.fromkeys(lower_first(link.title) for link in diagnosis.symptoms)
    return joined(list(felt)) or "could not be measured"
