"""Numbers for people: base units in, a few digits and a scaled unit out."""

from __future__ import annotations

from math import isfinite

from downstack.signal import Unit

_SECONDS = ((86400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"), (1e-3, "ms"), (1e-6, "us"))
_BYTES = ((2.0**40, "TiB"), (2.0**30, "GiB"), (2.0**20, "MiB"), (2.0**10, "KiB"))
_FEW = 10
_MANY = 1000
_HUGE = 1e9


def digits(number: float) -> str:
    """Return *number* with two or three significant digits: 0.42, 3.1, 812, 81,214."""
    if not isfinite(number):
        return "very many" if number > 0 else "very few"
    size = abs(number)
    if size >= _HUGE or 0 < size < 1e-4:  # noqa: PLR2004 - below that, a power reads better
        return f"{number:.1e}"
    if size >= 99.5:  # noqa: PLR2004 - from here on no decimals
        return f"{number:,.0f}"
    if size >= 1:
        return _short(f"{number:.1f}")
    return _short(f"{number:.2g}" if size >= 1e-2 else f"{number:.1g}")  # noqa: PLR2004


def seconds(number: float) -> str:
    """Return a time with its unit: 812 ms, 3.1 s."""
    factor, unit = time_unit(number)
    return f"{digits(number / factor)} {unit}"


def time_unit(number: float) -> tuple[float, str]:
    """Return the unit in which *number* seconds reads best, as its seconds and its name."""
    size = abs(number)
    if not size or not isfinite(size):
        return 1.0, "s"
    for factor, unit in _SECONDS:
        enough = factor * (2 if factor > 1 else 1)
        if size >= enough * 0.9995:
            return factor, unit
    return _SECONDS[-1]


def number_of_bytes(number: float) -> str:
    """Return an amount of memory or storage with its unit: 1.5 GiB."""
    for factor, unit in _BYTES:
        if abs(number) >= factor:
            return f"{digits(number / factor)} {unit}"
    return f"{digits(number)} bytes"


def ratio(number: float) -> str:
    """Return a ratio as a percentage; above ten times the whole, as a multiple."""
    if abs(number) >= _FEW:
        return f"{digits(number)} x"
    return f"{digits(number * 100)} %"


def with_unit(number: float, unit: str) -> str:
    """Return *number* in the base unit *unit* as a person would write it."""
    match unit:
        case Unit.SECONDS:
            return seconds(number)
        case Unit.BYTES:
            return number_of_bytes(number)
        case Unit.RATIO:
            return ratio(number)
        case _:
            return digits(number)


def probability(number: float) -> str:
    """Return a probability with two decimals, never rounded to certainty."""
    return f"{min(max(number, 0.0), 0.99):.2f}"


def _short(text: str) -> str:
    """Drop zeros that say nothing: 3.0 is 3."""
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
