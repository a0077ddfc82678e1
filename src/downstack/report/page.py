"""Lines of text with tones, wrapped to a width: what a terminal colours and a ticket does not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rich.cells import cell_len

NARROW = 40
"""Narrower pages than this are laid out as if they were this wide."""


class Tone(StrEnum):
    """What a piece of text means to the eye; colours are chosen by the terminal alone."""

    PLAIN = "plain"
    STRONG = "strong"
    GOOD = "good"
    BAD = "bad"
    DOUBT = "doubt"
    DIM = "dim"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line in one tone."""

    text: str
    tone: Tone = Tone.PLAIN


Line = tuple[Span, ...]
BLANK: Line = ()


def plain(line: Line) -> str:
    """Return a line without its tones."""
    return "".join(span.text for span in line).rstrip()


def as_text(lines: Iterable[Line]) -> str:
    """Return lines as one plain text, without a newline at its end."""
    return "\n".join(plain(line) for line in lines)


def clean(text: str) -> str:
    """Return *text* on one line, without anything that could steer a terminal."""
    seen = (
        character if not unicodedata.category(character).startswith(("C", "Z")) else " "
        for character in text
    )
    return " ".join("".join(seen).split())


def width_of(text: str) -> int:
    """Return the columns that *text* takes, counting at least one for each character."""
    return max(len(text), cell_len(text))


def paragraph(text: str, width: int, tone: Tone = Tone.PLAIN, *, indent: int = 0) -> list[Line]:
    """Return *text* wrapped; what runs on is indented two columns more."""
    first, rest = " " * indent, " " * (indent + 2)
    return [(Span(line, tone),) for line in wrap(text, width, first, rest)]


def item(label: str, text: str, width: int, tone: Tone = Tone.STRONG) -> list[Line]:
    """Return "  label: text" wrapped, the label in *tone*."""
    head = f"  {clean(label)}:"
    lines = wrap(text, width, f"{head} ", "    ")
    first, *rest = lines
    if not first.startswith(head):
        return [(Span(line),) for line in lines]
    return [(Span(head, tone), Span(first[len(head) :])), *((Span(line),) for line in rest)]


def command(text: str, width: int) -> list[Line]:
    """Return a shell command to copy; where it must be broken, a backslash makes it whole."""
    space = max(width, NARROW) - 10
    line, rows = "      $ ", []
    for word in _shell_words(clean(text)):
        first, *more = _chop(word, space)
        if width_of(f"{line}{first}") > space + 8:
            rows.append(f"{line}\\")
            line = "        "
        line += first
        for piece in more:
            rows.append(f"{line}\\")
            line = piece
        line += " "
    return [(Span(row, Tone.STRONG),) for row in [*rows, line.rstrip()]]


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Return *text* cleaned and broken between words into lines of at most *width* columns."""
    width = max(width, NARROW)
    lines, line, empty = [], first, True
    for word in clean(text).split(" "):
        for piece in _chop(word, width - width_of(rest)):
            joined = line + piece if empty else f"{line} {piece}"
            if width_of(joined) <= width:
                line = joined
            else:
                lines.append(line.rstrip())
                line = rest + piece
            empty = False
    return [*lines, line.rstrip()]


def shorten(text: str, width: int) -> str:
    """Return *text* cleaned and cut after a word, with dots where something is missing."""
    text = clean(text)
    if width_of(text) <= width:
        return text
    head = _chop(text, max(width - 4, 1))[0]
    cut = len(head) if text[len(head)] == " " else head.rfind(" ")
    return f"{head[:cut] if cut > width // 2 else head} ..."


def pad(text: str, width: int) -> str:
    """Return *text* filled up with spaces to *width* columns."""
    return text + " " * max(0, width - width_of(text))


def _chop(word: str, width: int) -> list[str]:
    """Break one word that is too long for a line."""
    if width_of(word) <= width:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and width_of(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _shell_words(text: str) -> list[str]:
    """Split at spaces outside quotes."""
    words, quote = [""], ""
    for character in text:
        if character in "'\"" and quote in {"", character}:
            quote = "" if quote else character
        if character == " " and not quote:
            words.append("")
        else:
            words[-1] += character
    return [word for word in words if word]
