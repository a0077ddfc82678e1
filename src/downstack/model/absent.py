"""Absence is a value: why there is no number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a quantity could not be had."""

    UNSUPPORTED = "unsupported"
    """This version does not expose it; only a collector may say so."""
    DENIED = "denied"
    TIMED_OUT = "timed_out"
    MISSING = "missing"
    """ENOENT: the file, the domain or the program is not there."""
    MALFORMED = "malformed"
    RESET = "reset"
    """The counter went backwards between the two samples."""
    STALE = "stale"
    NOT_ASKED = "not_asked"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Absent:
    """No value, the reason, and what would be needed to have one.

    `reason` is a closed set; `need` is one short phrase for a person ("root on the host").
    """

    reason: Reason
    need: str = ""
