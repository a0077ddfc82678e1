"""A root cause: data, so that it can be printed, compared, tested and counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from downstack.check import Above, AtMost, Check, Clause, Guess, Is, IsNot
from downstack.effect import Effect, Leads, refuse_misfits
from downstack.model import Kind, Layer, Path, Platform, Step
from downstack.signal import Signal

__all__ = [
    "Above",
    "AtMost",
    "Check",
    "Clause",
    "Effect",
    "Fault",
    "Guess",
    "Is",
    "IsNot",
    "Leads",
    "Maturity",
    "Remedy",
    "Risk",
    "Witness",
]


class Maturity(StrEnum):
    """How far a fault has been proven."""

    DRAFT = "draft"
    RECORDED = "recorded"
    INJECTED = "injected"
    FIELD = "field"


class Risk(StrEnum):
    """What a remedy can cost (D24)."""

    SAFE = "safe"
    DISRUPTIVE = "disruptive"
    DATA_RISK = "data risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What to do on one platform; `command` may hold {domain}, {entity}, {host}."""

    platform: Platform
    risk: Risk
    text: str
    command: str = ""
    versions: str = ""
    do_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """Who else to name: entities at the end of `via`, ranked by their share of `signal`."""

    text: str
    signal: Signal
    via: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A named cause, the layer it lives in, what it does and how to repair it.

    `rate` is a relative frequency among incidents; `only_if` are hard gates (a FALSE one removes
    the hypothesis); `signs` are checks on a private effect. `risk` marks a fault that is never
    the answer of `why`, only of `check`.

    Errors: ValueError when a part does not fit the kind (D7).
    """

    id: str
    title: str
    layer: Layer
    of: Kind
    path: Path | None
    rate: Guess
    because: str
    confirm: str
    remedies: tuple[Remedy, ...]
    references: tuple[str, ...]
    maturity: Maturity
    only_if: tuple[Clause, ...] = ()
    signs: tuple[Check, ...] = ()
    leads_to: tuple[Leads, ...] = ()
    witness: tuple[Witness, ...] = ()
    confused_with: tuple[str, ...] = ()
    risk: bool = False

    def __post_init__(self) -> None:
        refuse_misfits(self.id, self.of, self.signs, self.only_if, self.leads_to)

    def __repr__(self) -> str:
        return f"Fault({self.id})"
