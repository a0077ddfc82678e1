"""A page of the catalogue for a terminal, and the list of all pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import chain

from rich.console import Group

from downstack.catalogue import Catalogue
from downstack.effect import Effect
from downstack.fault import Fault, Remedy
from downstack.model import Layer
from downstack.report.dossier import (
    clause,
    consequences,
    place,
    reach_in_words,
    signs,
    told_apart,
)
from downstack.report.page import BLANK, Line, Span, Tone, clean, command, item, paragraph, wrap
from downstack.report.remedies import TONES, forbidden
from downstack.report.terminal import paint

NEAR = 5
"""Names offered for one that does not exist."""


def render(fault: Fault, catalogue: Catalogue, *, width: int = 80) -> Group:
    """Return the page of one fault."""
    return paint(lines(fault, catalogue, width))


def table(faults: Iterable[Fault], *, width: int = 80) -> Group:
    """Return faults by layer, one line each."""
    return paint(list_lines(faults, width))


def unknown(fault_id: str, catalogue: Catalogue) -> str:
    """Return one line for an id that is not in the catalogue, with what was probably meant."""
    near = close_matches(fault_id, catalogue)
    hint = f"did you mean {', '.join(near)}?" if near else "downstack explain lists all"
    return f"no fault is called {clean(fault_id)!r}; {hint}"


def close_matches(fault_id: str, catalogue: Catalogue) -> list[str]:
    """Return ids that look like *fault_id*, or contain it."""
    ids = [fault.id for fault in catalogue.faults]
    wanted = "_".join(fault_id.lower().replace("-", " ").replace("_", " ").split())
    holding = [one for one in ids if wanted and wanted in one]
    near = get_close_matches(wanted, ids, n=NEAR, cutoff=0.6)
    return list(dict.fromkeys([*near, *holding]))[:NEAR]


def lines(fault: Fault, catalogue: Catalogue, width: int) -> list[Line]:
    """Return the page of one fault as lines."""
    blocks = [
        _head(fault, width),
        list(chain.from_iterable(_evidence(fault, catalogue, width))),
        list(chain.from_iterable(_rivals(fault, catalogue, width))),
        list(chain.from_iterable(_repair(fault, width))),
    ]
    page: list[Line] = []
    for block in blocks:
        if block:
            page += [BLANK, *block] if page else block
    return page


def list_lines(faults: Iterable[Fault], width: int) -> list[Line]:
    """Return faults by layer as lines; a risk is marked."""
    known = sorted(faults, key=lambda fault: fault.id)
    page: list[Line] = []
    for layer in Layer:
        mine = [fault for fault in known if fault.layer is layer]
        if mine:
            page += [BLANK] if page else []
            page += paragraph(str(layer), width, Tone.STRONG)
            page += chain.from_iterable(_listed(fault, width) for fault in mine)
    return page or paragraph("the catalogue is empty", width)


def _listed(fault: Fault, width: int) -> list[Line]:
    mark = " (risk)" if fault.risk else ""
    head = f"  {fault.id:<28} {fault.maturity:<9} "
    text = f"{fault.title}{mark}"
    first, *rest = wrap(text, width, head, " " * len(head))
    lead = (Span(first[: len(head)], Tone.GOOD), Span(first[len(head) :]))
    return [lead, *((Span(line),) for line in rest)]


def _head(fault: Fault, width: int) -> list[Line]:
    risk = "; a risk: only check lists it" if fault.risk else ""
    return [
        *paragraph(f"{fault.id}: {fault.title}", width, Tone.STRONG),
        *item("where", place(fault) + risk, width),
        *item("why", fault.because, width),
        *item("proven", f"{fault.maturity}; access: {reach_in_words(fault)}", width),
    ]


def _evidence(fault: Fault, catalogue: Catalogue, width: int) -> Iterator[list[Line]]:
    for gate in fault.only_if:
        yield item("only if", clause(gate), width)
    yield from _signs("sign", fault, catalogue, width)
    for effect in consequences(fault):
        felt = " (a symptom)" if effect.symptom else ""
        yield item("leads to", f"{effect.title}{felt}: {effect.id}", width)
        yield from _signs("  seen as", effect, catalogue, width)


def _signs(
    label: str, owner: Fault | Effect, catalogue: Catalogue, width: int
) -> Iterator[list[Line]]:
    for sign in signs(catalogue, owner):
        text = f"{label}: {sign.clause}; {sign.believed()}"
        indent = 2 + len(label) - len(label.lstrip())
        yield paragraph(text, width, indent=indent)


def _rivals(fault: Fault, catalogue: Catalogue, width: int) -> Iterator[list[Line]]:
    for other_id in fault.confused_with:
        other = catalogue.fault(other_id)
        if other is not None:
            mine, theirs = told_apart(fault, other)
            yield item("confused with", f"{other.id}: {other.title}", width, Tone.DOUBT)
            for label, texts in (("here", mine), ("there", theirs)):
                if texts:
                    yield paragraph(f"only {label}: {'; '.join(texts)}", width, indent=4)


def _repair(fault: Fault, width: int) -> Iterator[list[Line]]:
    if fault.confirm:
        yield [*item("confirm", "", width), *command(fault.confirm, width)]
    for remedy in fault.remedies:
        yield _remedy(remedy, width)
    for reference in fault.references:
        yield item("see", reference, width, Tone.DIM)


def _remedy(remedy: Remedy, width: int) -> list[Line]:
    versions = f" ({remedy.versions})" if remedy.versions else ""
    tone = TONES.get(remedy.risk, Tone.BAD)
    label = f"fix on {remedy.platform} [{remedy.risk}]"
    rows = item(label, f"{remedy.text}{versions}", width, tone)
    if remedy.command:
        rows += command(remedy.command, width)
    if remedy.do_not:
        rows += paragraph(forbidden(remedy.do_not), width, Tone.BAD, indent=4)
    return rows
