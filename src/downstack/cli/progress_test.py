"""Tests of what is said before the window has passed."""

import io
import sys
from dataclasses import replace

import pytest

from downstack.cli.exit import WrongUseError
from downstack.cli.progress import Progress
from downstack.model import Entity, Kind, Snapshot
from downstack.model.verdict import Diagnosis
from tests.support.diagnoses import HEALTHY, SICK

DOMAIN = Entity(Kind.DOMAIN, "u1", "db1")


class Terminal(io.StringIO):
    """A screen that somebody looks at."""

    def isatty(self) -> bool:
        """Somebody does."""
        return True


def said(monkeypatch: pytest.MonkeyPatch, screen: io.StringIO, answer: Diagnosis) -> str:
    """Return what was written to stderr while a machine was measured."""
    monkeypatch.setattr(sys, "stderr", screen)
    with Progress(lambda _: DOMAIN, lambda _: answer, 2.0, color=False) as progress:
        progress.meanwhile(Snapshot())
    return screen.getvalue()


def test_cause_that_is_known_already_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A VM that was paused for a full disk needs no second sample."""
    text = said(monkeypatch, Terminal(), replace(SICK, condition="paused"))

    assert "so far: db1 is paused" in text
    assert "STORAGE" in text


def test_slowness_is_not_said_before_it_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """One look at a queue is no rate."""
    assert "so far" not in said(monkeypatch, Terminal(), SICK)


def test_healthy_so_far_is_no_news(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only that it is being measured."""
    text = said(monkeypatch, Terminal(), HEALTHY)

    assert "so far" not in text
    assert "measuring for 2 s" in text


def test_nothing_is_written_into_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log keeps the answer, not the waiting."""
    assert said(monkeypatch, io.StringIO(), SICK) == ""


def test_target_that_does_not_exist_is_refused_before_the_window(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Terminal or not."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())

    def refuse(_: Snapshot) -> Entity:
        raise WrongUseError("nothing here is called that")

    with (
        pytest.raises(WrongUseError),
        Progress(refuse, lambda _: SICK, 2.0, color=False) as progress,
    ):
        progress.meanwhile(Snapshot())
