"""One answer as lines: first what is at fault, then what proves it, then what to do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from downstack.model.verdict import AnswerKind, Cause, Diagnosis
from downstack.report import gaps, headline, matrix, remedies
from downstack.report.numbers import probability, ratio, seconds
from downstack.report.page import BLANK, Line, Tone, clean, item, paragraph
from downstack.report.phrase import equation, finding, is_sick, joined, name, reading_of
from downstack.report.scope import scope
from downstack.report.trail import trail

CLEARED, RISKS, HOP_LINES, ERRORS, WITNESSES = 4, 3, 3, 3, 2
"""How many of each are shown before the rest is only counted."""


def lines(diagnosis: Diagnosis, width: int) -> list[Line]:
    """Return the whole answer for one target."""
    text, tone = headline.sentence(diagnosis)
    blocks = [
        [*paragraph(text, width, tone), *_scope(diagnosis, width)],
        [*chain.from_iterable(_proof(diagnosis, width))],
        matrix.lines(diagnosis.layers, diagnosis.hops),
        [*chain.from_iterable(_rest(diagnosis, width))],
    ]
    page: list[Line] = []
    for block in blocks:
        if block:
            page += [BLANK, *block] if page else block
    return page


def _scope(diagnosis: Diagnosis, width: int) -> list[Line]:
    text = scope(diagnosis)
    return item("scope", text, width, Tone.DIM) if text else []


def _proof(diagnosis: Diagnosis, width: int) -> Iterator[list[Line]]:
    for text in _hop_lines(diagnosis):
        yield paragraph(text, width, indent=2)
    several = len(diagnosis.causes) > 1
    for cause in diagnosis.causes:
        if several:
            chance, share = probability(cause.probability), ratio(cause.responsibility)
            label = f"{str(cause.layer).upper()} {chance}, {share} of it"
            yield item(label, finding(cause, diagnosis.target), width, Tone.BAD)
        yield from _cause(diagnosis, cause, width)


def _cause(diagnosis: Diagnosis, cause: Cause, width: int) -> Iterator[list[Line]]:
    indent = 4 if len(diagnosis.causes) > 1 else 2
    if way := trail(diagnosis, cause):
        yield paragraph(way, width, indent=indent)
    more = [reading_of(row, cause.entity) for row in cause.evidence_for[1:]]
    if more:
        yield paragraph(f"also seen: {'; '.join(more)}", width, indent=indent)
    against = [reading_of(row, cause.entity) for row in cause.evidence_against]
    if against:
        yield paragraph(f"against it: {'; '.join(against)}", width, Tone.DOUBT, indent=indent)
    if cause.same_evidence:
        rivals = joined([clean(rival) for rival in cause.same_evidence])
        text = f"or {rivals}: what was measured cannot tell them apart"
        yield paragraph(text, width, Tone.DOUBT, indent=indent)
    for text in cause.witness[:WITNESSES]:
        yield paragraph(text, width, indent=indent)


def _hop_lines(diagnosis: Diagnosis) -> list[str]:
    """Return the sums worth reading: of sick paths, else of the path of a cause."""
    groups = matrix.by_entity(diagnosis.hops)
    sick = [group for group in groups if any(is_sick(hop) for hop in group)]
    blamed = {cause.path for cause in diagnosis.causes}
    shown = sick or [group for group in groups if group[0].path in blamed]
    shown.sort(key=lambda group: -sum(hop.mean_seconds or 0.0 for hop in group))
    alone = len(shown) == 1
    texts = [
        equation(group, owner="" if alone else name(group[0].entity)) for group in shown[:HOP_LINES]
    ]
    if len(shown) > HOP_LINES:
        texts.append(f"... and {len(shown) - HOP_LINES} more: downstack hops")
    return texts


def _rest(diagnosis: Diagnosis, width: int) -> Iterator[list[Line]]:
    if diagnosis.cleared:
        yield item("cleared", gaps.cleared(diagnosis.cleared, CLEARED), width, Tone.GOOD)
    yield from gaps.not_measured(diagnosis, width)
    for cause in diagnosis.causes:
        yield remedies.fix(cause, width)
    if diagnosis.risks:
        risks = [finding(risk, diagnosis.target) for risk in diagnosis.risks[:RISKS]]
        more = len(diagnosis.risks) - len(risks)
        text = "; ".join([*risks, f"and {more} more"] if more else risks)
        label = "also here" if diagnosis.answer is AnswerKind.CAUSE else "risk"
        yield item(label, text, width, Tone.DOUBT)
    yield remedies.next_step(diagnosis, width)
    if diagnosis.errors:
        errors = [clean(error) for error in diagnosis.errors[:ERRORS]]
        text = f"{len(diagnosis.errors)} of our own: {'; '.join(errors)}"
        yield item("errors", text, width, Tone.BAD)
    yield item("evidence", _evidence(diagnosis), width, Tone.DIM)


def _evidence(diagnosis: Diagnosis) -> str:
    cost = diagnosis.cost
    calls = f"asked {cost.guest_calls} times" if cost.guest_calls else "not used"
    parts = [
        f"level L{int(diagnosis.level)}",
        f"window {seconds(diagnosis.window_seconds)} of {seconds(cost.wall_seconds)}",
        f"{seconds(cost.cpu_seconds)} CPU of ours",
        f"guest agent {calls}",
    ]
    if diagnosis.symptoms:
        parts.append(f"cause not in the catalogue {probability(diagnosis.unlisted)}")
    signs = [row for cause in diagnosis.causes for row in cause.evidence_for]
    if signs:
        counted = sum(row.counted for row in signs)
        parts.append(f"{counted} of {len(signs)} signs counted in the lab, else judged")
    if diagnosis.at:
        parts.append(f"at {clean(diagnosis.at)}")
    return ", ".join(parts)
