"""What is cleared and by which number, and what was not measured and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from downstack.model import Layer
from downstack.model.verdict import Cleared, Diagnosis, Evidence, Unmeasured
from downstack.report.page import Line, Tone, clean, item
from downstack.report.phrase import brief, kind_word, name, reading, reason

NAMED = 2
"""Quantities named for one reason; the others are counted."""
REASONS = 3


def cleared(rows: Sequence[Cleared]) -> str:
    """Return the layers that are cleared, each by the reading that tells most."""
    alike: dict[Layer, dict[str, list[Cleared]]] = {layer: {} for layer in Layer}
    for row in rows:
        alike[row.layer].setdefault(row.by.signal, []).append(row)
    best = {layer: max(of.values(), key=_telling) for layer, of in alike.items() if of}
    texts = [f"{layer} by {_cleared([row.by for row in group])}" for layer, group in best.items()]
    more = sum(map(len, alike.values())) - len(texts)
    return "; ".join([*texts, f"and {more} more"] if more else texts)


def _telling(group: list[Cleared]) -> tuple[bool, bool, float]:
    """Rank a number first, then what is about a path, then what speaks most."""
    row = group[0]
    return isinstance(row.by.value, float), row.path is not None, -row.by.weight


def _cleared(group: list[Evidence]) -> str:
    """Return the reading nearest to its bound, for all that share the signal."""
    numbers = [(row.value, row) for row in group if isinstance(row.value, float | int)]
    row = group[0]
    if numbers:
        pick = min if row.op == "at most" else max
        row = pick(numbers, key=lambda pair: pair[0])[1]
    if len(group) > 1:
        edge = "lowest" if row.op == "at most" else "worst"
        which = f"{edge} of {len(group)}" if numbers else f"all {len(group)}"
        return f"{kind_word(row.entity.kind)} {reading(row)}, {which}"
    return f"{name(row.entity)} {reading(row)}"


def not_measured(diagnosis: Diagnosis, width: int) -> Iterator[list[Line]]:
    """Return what is missing by reason, and the one right that would give most."""
    if not diagnosis.absent:
        return
    groups: dict[tuple[str, str], list[str]] = {}
    for row in diagnosis.absent:
        what = brief(row.what)
        known = groups.setdefault((row.reason, row.would_need), [])
        if what not in known:
            known.append(what)
    ranked = sorted(groups.items(), key=lambda pair: -len(pair[1]))
    texts = [_missing(why, need, whats) for (why, need), whats in ranked[:REASONS]]
    more = sum(len(whats) for _, whats in ranked[REASONS:])
    text = "; ".join([*texts, f"and {more} more"] if more else texts)
    yield item("not measured", text, width, Tone.DOUBT)
    best = most_helpful(diagnosis.absent)
    if best and len(groups) > 1:
        yield item("would help most", best, width, Tone.DOUBT)


def _missing(why: str, need: str, whats: list[str]) -> str:
    more = len(whats) - NAMED
    named = [*whats[:NAMED], f"{more} more"] if more > 0 else whats
    wanted = f", needs {clean(need)}" if need else ""
    return f"{', '.join(named)} ({reason(why)}{wanted})"


def most_helpful(absent: Iterable[Unmeasured]) -> str:
    """Return the one right whose lack hides most; "" when no right would help."""
    needs = Counter(clean(row.would_need) for row in absent if row.would_need)
    if not needs:
        return ""
    need, count = max(needs.items(), key=lambda pair: (pair[1], pair[0]))
    return f"{need} ({count} of {needs.total()} missing readings)"
