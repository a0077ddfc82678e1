"""Reports as a person last read and accepted them: one sick, one healthy, one blind."""

from collections.abc import Callable

import pytest
from rich.console import Console

from downstack.model.verdict import Diagnosis
from downstack.report import hops, json, patrol, questions, terminal, ticket
from tests.support.diagnoses import BLIND, HEALTHY, SICK
from tests.support.golden import recorded

Golden = Callable[[str, str], str]
ANSWERS = {"sick": SICK, "healthy": HEALTHY, "blind": BLIND}


def printed(renderable: object) -> str:
    """Return what a console of 80 columns without colours shows."""
    console = Console(width=80, color_system=None, force_terminal=False)
    with console.capture() as capture:
        console.print(renderable)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


@pytest.mark.parametrize("name", ANSWERS)
def test_answer_reads_as_it_was_accepted(name: str, golden: Golden) -> None:
    """The page that is read at three in the morning."""
    text = printed(terminal.render(ANSWERS[name], width=80))

    assert text == golden(f"{name}.txt", text)


@pytest.mark.parametrize("name", ANSWERS)
def test_ticket_is_the_same_page_without_a_terminal(name: str, golden: Golden) -> None:
    """What is pasted is what was seen."""
    text = ticket.render(ANSWERS[name]) + "\n"

    assert text == golden(f"{name}.txt", text)


def test_json_is_as_it_was_published(golden: Golden) -> None:
    """Programs read it: a changed key is a new schema."""
    text = json.encode(SICK, "0").decode() + "\n"

    assert text == golden("sick.json", text)


def test_other_pages_read_as_they_were_accepted(golden: Golden) -> None:
    """Questions, hops and the patrol of a host, one after another."""
    rows: list[Diagnosis] = [SICK, HEALTHY, BLIND]
    pages = (questions.render(SICK), hops.render(SICK), patrol.render(rows))
    text = f"\n{'=' * 80}\n".join(printed(page) for page in pages)

    assert text == golden("others.txt", text)


def test_missing_golden_fails() -> None:
    """A misspelt name must not pass by writing itself."""
    with pytest.raises(FileNotFoundError, match="no golden"):
        recorded("never_written.txt", "", regenerate=False)
