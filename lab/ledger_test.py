"""The ledger survives its lab."""

import os
from pathlib import Path

import pytest

from lab import ledger
from lab.ledger import Ledger, ledgers
from lab.removal import remove_remains


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


def test_only_mount_points_that_were_missing_are_noted(tmp_path: Path) -> None:
    """What the machine had before a lab is not the lab's to remove."""
    there, missing = tmp_path / "there", tmp_path / "missing"
    there.mkdir()
    written = Ledger.new("blue")
    written.add_mount_points([str(there), str(missing)])

    (read,) = ledgers()
    assert read.mount_points == [str(missing)]
    assert missing.is_dir()


def test_a_mount_point_stays_as_long_as_another_lab_needs_it(tmp_path: Path) -> None:
    """The last one removes it."""
    missing = tmp_path / "missing"
    first, second = Ledger.new("blue"), Ledger.new("red")
    first.add_mount_points([str(missing)])
    second.add_mount_points([str(missing)])

    remove_remains(first)
    assert missing.is_dir()
    remove_remains(second)
    assert not missing.exists()
