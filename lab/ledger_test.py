"""The ledger survives its lab."""

import os
from pathlib import Path

import pytest

from lab import ledger
from lab.ledger import Ledger, ledgers


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the ledgers of these tests apart from those of real labs."""
    monkeypatch.setattr(ledger, "FOLDER", tmp_path)


def test_what_was_noted_is_read_back() -> None:
    """Another process reads what this one wrote."""
    written = Ledger.new("blue")
    written.netns.append("lab-blue")
    process = written.add_process(os.getpid())
    (read,) = ledgers()
    assert (read.name, read.netns, read.processes) == ("blue", ["lab-blue"], [process])
    assert read.owner.alive()


def test_a_forgotten_ledger_is_gone() -> None:
    """A lab that has removed everything leaves no file."""
    Ledger.new("blue").forget()
    assert ledgers() == ()
