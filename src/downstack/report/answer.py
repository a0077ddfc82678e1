"""One answer as lines: first what is at fault, then what proves it, then what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from downstack.model import Path
from downstack.model.verdict import AnswerKind, Cause, Diagnosis, HopTime
from downstack.report import gaps, headline, matrix, remedies
from downstack.report.numbers import probability, ratio, seconds
from downstack.report.page import BLANK, Line, Tone, clean, item, paragraph
from downstack.report.phrase import equation, finding, is_sick, joined, name, reading_of
from downstack.report.scope import scope
from downstack.report.trail import trail

RISKS, ERRORS, WITNESSES = 3, 3, 2
"""How many of each are shown before the rest is only counted."""


def lines(diagnosis: Diagnosis, width: int) -> list[Line]:
    """Return the whole answer for one target."""
    text, tone = headline.sentence(diagnosis)
    blocks = [
        [*paragraph(text, width, tone), *_scope(diagnosis, width)],
        [*chain.from_iterable(_proof(diagnosis, width))],
        matrix.lines(diagnosis.layers, _worth_telling(diagnosis)),
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
    for text in _hop_lines(_worth_telling(diagnosis)):
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


def _hop_lines(hops: Sequence[HopTime]) -> list[str]:
    """Return one sum for each path: that of the entity which waits longest."""
    texts = []
    for path in Path:
        groups = [group for group in matrix.by_entity(hops) if group[0].path is path]
        if groups:
            worst = max(groups, key=lambda group: sum(hop.mean_seconds or 0.0 for hop in group))
            text = equation(worst, owner=name(worst[0].entity) if len(groups) > 1 else "")
            texts.append(f"{text}, worst of {len(groups)}" if len(groups) > 1 else text)
    return texts


def _worth_telling(diagnosis: Diagnosis) -> tuple[HopTime, ...]:
    """Return the hops of the paths that are to blame; undecided, of those with a sick hop."""
    paths = {cause.path for cause in diagnosis.causes}
    if diagnosis.answer is AnswerKind.UNDECIDED:
        paths |= {hop.path for hop in diagnosis.hops if is_sick(hop)}
    return tuple(hop for hop in diagnosis.hops if hop.path in paths)


def _rest(diagnosis: Diagnosis, width: int) -> Iterator[list[Line]]:
    if diagnosis.cleared:
        yield item("cleared", gaps.cleared(diagnosis.cleared), width, Tone.GOOD)
    yield from gaps.not_measured(diagnosis, width)
    for cause in diagnosis.causes:
        several = len(diagnosis.causes) > 1
        yield remedies.fix(cause, width, str(cause.layer).upper() if several else "")
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
