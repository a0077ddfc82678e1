"""Tests that every page can show every answer, within its columns."""

import unicodedata
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from downstack.model.verdict import Diagnosis
from downstack.report import answer, hops, patrol, questions, terminal, ticket
from downstack.report.page import Line, as_text
from tests.support.answers import DIAGNOSES
from tests.support.diagnoses import BLIND, HEALTHY, SICK

PAGES = (answer.lines, questions.lines, hops.lines)
quick = settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))


def is_plain(text: str) -> bool:
    """Return whether nothing in the text steers a terminal."""
    return all(
        character == "\n" or not unicodedata.category(character).startswith("C")
        for character in text
    )


def widest(text: str) -> int:
    """Return the columns of the widest line, in characters and on a screen."""
    return max(max(len(line), cell_len(line)) for line in text.split("\n"))


@quick
@given(DIAGNOSES)
def test_ticket_is_never_wider_than_80_columns(diagnosis: Diagnosis) -> None:
    """Whatever a VM is called."""
    text = ticket.render(diagnosis)

    assert widest(text) <= 80
    assert is_plain(text)


@quick
@given(DIAGNOSES, st.integers(0, 200))
def test_every_page_fits_every_console(diagnosis: Diagnosis, width: int) -> None:
    """The matrix and the bars need 80 columns; a narrower terminal breaks their lines."""
    for lines in PAGES:
        text = as_text(lines(diagnosis, width))
        assert widest(text) <= max(width, 80)
        assert is_plain(text)


@quick
@given(st.lists(DIAGNOSES, max_size=4))
def test_patrol_shows_any_answers(diagnoses: Sequence[Diagnosis]) -> None:
    """And Nagios gets one line with one separator."""
    line = patrol.nagios(diagnoses)

    assert widest(as_text(patrol.lines(diagnoses, 80))) <= 80
    assert is_plain(line)
    assert "\n" not in line
    assert line.count("|") == 1


@quick
@given(DIAGNOSES)
def test_terminal_prints_what_the_ticket_holds(diagnosis: Diagnosis) -> None:
    """Colours are the only difference, and no name is read as a colour."""
    console = Console(width=80, color_system=None, force_terminal=False)
    with console.capture() as capture:
        console.print(terminal.render(diagnosis, width=80))
    shown = [line.rstrip() for line in capture.get().split("\n")]

    assert shown[:-1] == ticket.render(diagnosis).split("\n")


@pytest.mark.parametrize("diagnosis", [SICK, HEALTHY, BLIND])
@pytest.mark.parametrize("page", PAGES)
def test_hand_made_answers_use_the_width(
    diagnosis: Diagnosis, page: Callable[[Diagnosis, int], list[Line]]
) -> None:
    """A wide console gets longer lines than a narrow one."""
    narrow, wide = as_text(page(diagnosis, 80)), as_text(page(diagnosis, 160))

    assert len(wide.split("\n")) <= len(narrow.split("\n"))


def test_colours_switch_off_and_on() -> None:
    """By the console of the caller, as NO_COLOR asks."""
    texts = {}
    for no_color in (True, False):
        console = Console(width=80, force_terminal=True, no_color=no_color, _environ={})
        with console.capture() as capture:
            console.print(terminal.render(SICK, width=80))
        texts[no_color] = capture.get()

    assert "\x1b[1;31m" in texts[False]
    assert "31m" not in texts[True]
