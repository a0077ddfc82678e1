"""Tests of why; what a person sees of it is tested at the command line."""

from typing import NoReturn

import pytest

from downstack.cli import why
from downstack.cli.evidence import Gathered
from downstack.cli.look import Look
from downstack.model import Level, Snapshot
from downstack.model.verdict import Cost


def test_evidence_is_kept_where_the_answer_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is wanted most where we went wrong ourselves."""
    kept: list[bool] = []

    def gather(*_: object) -> Gathered:
        return Gathered(
            snapshot=Snapshot((), (), {}),
            failures=(),
            level=Level.L0,
            at="",
            cost=Cost,
            keep=lambda: kept.append(True),
        )

    def fail(*_: object) -> NoReturn:
        raise ArithmeticError

    monkeypatch.setattr(why, "gather", gather)
    monkeypatch.setattr(why, "resolve", fail)

    with pytest.raises(ArithmeticError):
        why.explain_target("db1", (), Look(), why.Form())

    assert kept == [True]
