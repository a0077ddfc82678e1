"""Whole words of a text, replaced; what only contains such a word stays."""

from __future__ import annotations

import re

PSEUDONYM = r"name-[0-9a-f]{8}"
_WORD = re.compile(
    rf"(?<![^\W_])(?:{PSEUDONYM}(?![^\W_])"
    r"|[A-Za-z0-9.-]{0,80}\b(?:kubernetes|k8s|kubevirt)\.io(?![A-Za-z0-9.])(?:[/~][A-Za-z0-9._-]+)?"
    r"|[^\W_]+)"
)
"""What may begin a name; a pseudonym and a label of Kubernetes itself begin none."""
_END = re.compile(r"(?![^\W_])")
_END_BUT_OF_A_KEY = re.compile(rf'{_END.pattern}(?![^"\s]{{0,64}}":)')
"""After a whole word that is not part of a key of JSON."""


class Tokens:
    """Words and what stands for each; the longest is taken where several begin.

    `spares_keys` for texts that may be JSON: words in its keys stay.
    """

    def __init__(self, *, spares_keys: bool) -> None:
        self._end = _END_BUT_OF_A_KEY if spares_keys else _END
        self._stands_for: dict[str, str] = {}
        self._by_first: dict[str, list[str]] = {}

    def add(self, word: str, instead: str) -> None:
        """Replace *word*, which begins with a letter or a digit, by *instead* from now on."""
        if word not in self._stands_for:
            self._stands_for[word] = instead
            first = _WORD.match(word)
            same = self._by_first.setdefault(first[0] if first else word, [])
            same.append(word)
            same.sort(key=len, reverse=True)

    def replace(self, text: str) -> str:
        """Return *text* with every whole word replaced."""
        parts, at = [], 0
        for found in _WORD.finditer(text):
            start = found.start()
            word = next(
                (w for w in self._by_first.get(found[0], ()) if self._is_at(text, start, w)), ""
            )
            if word and start >= at:
                parts += [text[at:start], self._stands_for[word]]
                at = start + len(word)
        return "".join(parts) + text[at:]

    def _is_at(self, text: str, start: int, word: str) -> bool:
        return text.startswith(word, start) and bool(self._end.match(text, start + len(word)))
