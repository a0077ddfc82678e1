"""Texts grown from valid ones: words replaced, lines lost, the end cut off."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hypothesis import strategies as st

from downstack.collector import Collector, Row
from downstack.model import Snapshot
from downstack.source import Answers, Raw, Request

_HOSTILE = ("", "-", "-1", "nan", "inf", "1e999", "9" * 400, "1_0", "٣", "0x", ":", "\x00", "}")
_WORDS = st.sampled_from(_HOSTILE) | st.text(max_size=8)


@st.composite
def grown(draw: st.DrawFn, text: str) -> str:
    """Return *text* with a few words replaced by hostile ones, lines lost, or cut short."""
    words = re.split(r"(\s+|[:,=/])", text)
    for _ in range(draw(st.integers(0, 4))):
        words[draw(st.integers(0, len(words) - 1))] = draw(_WORDS)
    lines = "".join(words).splitlines(keepends=True)
    if draw(st.booleans()) and lines:
        del lines[draw(st.integers(0, len(lines) - 1))]
    whole = "".join(lines)
    return whole[: draw(st.integers(0, len(whole)))] if draw(st.booleans()) else whole


def parse(
    collector: Collector, texts: Mapping[Request, str], found: Snapshot | None = None
) -> list[Row]:
    """Return the rows a collector makes of these answers; all else was not asked."""
    answers = Answers({request: Raw(text, 1.0) for request, text in texts.items()})
    return list(collector.parse(answers, found or Snapshot()))
