"""The four paths hop by hop: where on the way down the time goes."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from rich.console import Group

from downstack.model import Path
from downstack.model.verdict import Cell, Diagnosis, HopTime, Standing, Traffic
from downstack.report.matrix import WORDS, by_entity
from downstack.report.numbers import digits, seconds, time_unit
from downstack.report.page import (
    BLANK,
    Line,
    Span,
    Tone,
    clean,
    item,
    pad,
    paragraph,
    shorten,
    width_of,
)
from downstack.report.phrase import hop_name, is_sick, kind_and_name, name, per, reason
from downstack.report.terminal import paint

HOP, TIME, INTERVAL, LIMIT = 24, 9, 13, 16
"""Columns of the hop's name, its time, its 95 % interval, and its limit."""
LEAST = 80
"""Columns that a waterfall needs; a narrower terminal breaks its lines."""
OVER = " OVER"


def render(diagnosis: Diagnosis, *, width: int = 80) -> Group:
    """Return the waterfall of each path for a console of *width* columns."""
    return paint(lines(diagnosis, width))


def lines(diagnosis: Diagnosis, width: int) -> list[Line]:
    """Return the same as lines, for a page without colours."""
    groups = by_entity(diagnosis.hops)
    text, tone = _summary(diagnosis.hops)
    page = paragraph(f"{name(diagnosis.target)}: {text}", width, tone)
    for path in Path:
        mine = [group for group in groups if group[0].path is path]
        for group in mine:
            page += [BLANK, *_waterfall(group, width)]
        if path is Path.NETWORK and diagnosis.traffic:
            page += [BLANK, *_packets(diagnosis.traffic, width)]
        elif not mine:
            page += [BLANK, *_without(path, diagnosis.layers, width)]
    return page


def _summary(hops: Sequence[HopTime]) -> tuple[str, Tone]:
    """Name the hop that exceeds its limit most."""
    sick = [hop for hop in hops if is_sick(hop)]
    if sick:
        worst = max(sick, key=lambda hop: (hop.mean_seconds or 0.0) - hop.limit)
        took = seconds(worst.mean_seconds or 0.0)
        where = f"{hop_name(worst)} of {kind_and_name(worst.entity)}"
        return f"the time goes in {where}: {took} (limit {seconds(worst.limit)})", Tone.BAD
    if any(hop.mean_seconds is not None for hop in hops):
        return "every hop that was measured is within its limit", Tone.GOOD
    return "no hop could be measured", Tone.DOUBT


def _waterfall(hops: Sequence[HopTime], width: int) -> list[Line]:
    measured = [hop for hop in hops if hop.mean_seconds is not None]
    total = sum(hop.mean_seconds or 0.0 for hop in measured)
    takes = f"waits {seconds(total)}{per(hops[0].path) or ' for each request'}"
    waited = takes if measured else "not measured"
    head = f"{hops[0].path}, {kind_and_name(hops[0].entity)}: {waited}"
    rows = paragraph(head, width, Tone.STRONG, indent=2)
    start = 0.0
    for hop in hops:
        rows.append(_row(hop, start, total, max(width, LEAST)))
        start += hop.mean_seconds or 0.0
    return rows


def _row(hop: HopTime, start: float, total: float, width: int) -> Line:
    label = pad(f"    {shorten(hop_name(hop), HOP - 1)}", HOP + 4)
    mean = hop.mean_seconds
    if mean is None:
        why = shorten(f"not measured: {reason(hop.why_not)}", width - HOP - 4)
        return (Span(label), Span(why, Tone.DOUBT))
    factor, unit = time_unit(mean)
    interval = ""
    if hop.low is not None and hop.high is not None and hop.low < hop.high:
        interval = f"{digits(hop.low / factor)}..{digits(hop.high / factor)}"
    took, between = pad(f"{digits(mean / factor)} {unit}", TIME), pad(interval, INTERVAL)
    limit = f"  <= {seconds(hop.limit)}"
    used = sum(width_of(text) for text in (label, took, between, limit))
    space = min(width - 4 - HOP - TIME - INTERVAL - LIMIT, width - used - len(OVER))
    tone = Tone.BAD if is_sick(hop) else Tone.GOOD
    return (
        Span(label),
        Span(took, tone),
        Span(between, Tone.DIM),
        Span(_bar(start, mean, total, max(0, space)), tone),
        Span(limit, Tone.DIM),
        Span(OVER if is_sick(hop) else "", tone),
    )


def _packets(hops: Sequence[Traffic], width: int) -> list[Line]:
    rows = paragraph("network: packets in the window, guest first", width, Tone.STRONG, indent=2)
    for hop in hops:
        label = pad(f"    {shorten(f'{hop.hop} {clean(name(hop.entity))}', HOP - 1)}", HOP + 4)
        if hop.passed is None:
            rows.append((Span(label), Span("not measured", Tone.DOUBT)))
            continue
        lost = "loss not measured" if hop.lost is None else f"{hop.lost:,} lost"
        tone = Tone.BAD if hop.lost else Tone.GOOD
        rows.append((Span(label), Span(pad(f"{hop.passed:,}", TIME + 3)), Span(lost, tone)))
    return rows


def _bar(start: float, mean: float, total: float, space: int) -> str:
    """Return a bar as long as the hop's share, where the hops above it end."""
    if not total or not isfinite(total):
        return " " * space
    long = min(space, max(1, round(space * (mean / total)))) if mean else 0
    before = min(round(space * (start / total)), space - long)
    return pad(f"{' ' * before}{'#' * long}", space)


def _without(path: Path, cells: Sequence[Cell], width: int) -> list[Line]:
    mine = [
        cell for cell in cells if cell.path is path and cell.standing is not Standing.NOT_APPLICABLE
    ]
    known = ", ".join(f"{cell.layer} {WORDS[cell.standing][0]}" for cell in mine)
    told = f"; judged by other readings: {known}" if known else ""
    head, *rest = item(str(path), clean(f"no time was measured{told}"), width)
    return [head, *rest]
