"""The matrix of layers and paths: ok, AT FAULT, ? or -, and where the time is felt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from downstack.model import Layer, Path
from downstack.model.verdict import Cell, HopTime, Standing
from downstack.report.numbers import seconds
from downstack.report.page import Line, Span, Tone, pad
from downstack.report.phrase import is_sick

FIRST, COLUMN = 15, 12
"""Columns of text for the layer (with its indent), and for each path."""
STATE = "state"
"""Heading of what has no path: running or not, hung, clock, daemons."""
LEGEND = "? not measured or not decided, ! felt here, - nothing there"
WORDS = {
    Standing.AT_FAULT: ("AT FAULT", Tone.BAD),
    Standing.EXONERATED: ("ok", Tone.GOOD),
    Standing.UNDECIDED: ("?", Tone.DOUBT),
    Standing.NOT_APPLICABLE: ("-", Tone.DIM),
}


def lines(cells: Sequence[Cell], hops: Sequence[HopTime]) -> list[Line]:
    """Return the matrix of the layers in which there is anything, with its legend."""
    standings = {(cell.layer, cell.path): cell.standing for cell in cells}
    there = [cell for cell in cells if cell.standing is not Standing.NOT_APPLICABLE]
    felt = _felt(hops)
    shown = {cell.layer for cell in there} | {layer for layer, _ in felt}
    layers = [layer for layer in Layer if layer in shown]
    if not there:
        return []
    columns: list[Path | None] = [*Path, None]
    if all(cell.path is not None for cell in there):
        columns.remove(None)
    head = "".join(pad(str(path or STATE), COLUMN) for path in columns)
    rows: list[Line] = [(Span(f"{'':{FIRST}}{head}".rstrip(), Tone.DIM),)]
    for layer in layers:
        row = [Span(pad(f"  {layer}", FIRST), Tone.STRONG)]
        for path in columns:
            text, tone = _cell(standings.get((layer, path)), felt.get((layer, path)))
            row += [Span(text, tone), Span(" " * (COLUMN - len(text)))]
        rows.append(tuple(row[:-1]))
    return [*rows, (Span(f"{'':{FIRST}}{LEGEND}", Tone.DIM),)]


def by_entity(hops: Iterable[HopTime]) -> list[list[HopTime]]:
    """Return the hops of each path of each entity together, in their order."""
    return [list(group) for _, group in groupby(hops, key=lambda hop: (hop.path, hop.entity))]


def _cell(standing: Standing | None, felt: float | None) -> tuple[str, Tone]:
    if standing is None and felt is None:
        return "", Tone.PLAIN
    if felt is not None and standing is not Standing.AT_FAULT:
        return f"{seconds(felt)} !", Tone.DOUBT
    return WORDS[standing or Standing.NOT_APPLICABLE]


def _felt(hops: Iterable[HopTime]) -> dict[tuple[Layer, Path | None], float]:
    """Return the whole wait of each path with a sick hop: the guest feels it."""
    felt: dict[tuple[Layer, Path | None], float] = {}
    for group in by_entity(hops):
        if any(is_sick(hop) for hop in group):
            total = sum(hop.mean_seconds or 0.0 for hop in group)
            key = (Layer.GUEST, group[0].path)
            felt[key] = max(felt.get(key, 0.0), total)
    return felt
