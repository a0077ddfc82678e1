"""Tests of numbers for people."""

from math import inf

import pytest

from downstack.report.numbers import digits, number_of_bytes, probability, ratio, seconds, with_unit


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (3.0, "3"),
        (3.14, "3.1"),
        (0.4, "0.4"),
        (0.0042, "0.004"),
        (99.6, "100"),
        (100, "100"),
        (81214, "81,214"),
        (-12.0, "-12"),
        (2e12, "2.0e+12"),
        (1e-9, "1.0e-09"),
        (inf, "very many"),
        (-inf, "very few"),
    ],
)
def test_two_or_three_digits(number: float, text: str) -> None:
    """Zeros that say nothing are dropped, a whole number keeps its own."""
    assert digits(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0 s"),
        (0.812, "812 ms"),
        (0.00042, "420 us"),
        (3.1, "3.1 s"),
        (90, "90 s"),
        (600, "10 min"),
        (86400 * 3, "3 d"),
        (0.99999, "1 s"),
    ],
)
def test_time_gets_the_unit_that_reads_best(number: float, text: str) -> None:
    """Ninety seconds are not yet minutes."""
    assert seconds(number) == text


def test_memory_ratios_and_probabilities() -> None:
    """GiB of 1024, percent up to ten times the whole, and no certainty."""
    assert number_of_bytes(1.5 * 2**30) == "1.5 GiB"
    assert number_of_bytes(12) == "12 bytes"
    assert ratio(0.001) == "0.1 %"
    assert ratio(12) == "12 x"
    assert with_unit(0.05, "ratio") == "5 %"
    assert with_unit(5, "none") == "5"
    assert probability(0.9999) == "0.99"
    assert probability(0.5) == "0.50"
