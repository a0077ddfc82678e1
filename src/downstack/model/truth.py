"""Three-valued logic: a missing measurement is not a healthy one."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NoReturn


class Truth(Enum):
    """True, false, or not known (Kleene)."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        """Refuse `if truth:`, which would read UNKNOWN as a plain bool."""
        raise TypeError("compare a Truth with `is`, never as a bool")

    @staticmethod
    def of(*, holds: bool) -> Truth:
        """Turn a known bool into a Truth."""
        return Truth.TRUE if holds else Truth.FALSE

    @staticmethod
    def every(parts: Iterable[Truth]) -> Truth:
        """Conjunction: one FALSE decides, else one UNKNOWN spoils."""
        seen = set(parts)
        if Truth.FALSE in seen:
            return Truth.FALSE
        return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.TRUE
