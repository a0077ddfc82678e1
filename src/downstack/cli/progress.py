"""What is known before the window has passed: for people who wait at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from downstack.model import Entity, Snapshot
from downstack.model.verdict import AnswerKind, Diagnosis


class Progress:
    """A line on stderr while evidence is gathered; nothing where nobody looks."""

    def __init__(
        self,
        resolve: Callable[[Snapshot], Entity],
        judge: Callable[[Snapshot], Diagnosis],
        window: float,
        *,
        color: bool,
    ) -> None:
        self._resolve = resolve
        self._judge = judge
        self._window = window
        self._color = color
        self._seen = sys.stderr.isatty()
        self._shown = ExitStack()

    def meanwhile(self, snapshot: Snapshot) -> None:
        """Say what the first sample tells, and what is still to come.

        Errors: WrongUseError when the target does not exist: nobody should wait to hear that.
        """
        self._resolve(snapshot)
        if not self._seen:
            return
        first = self._judge(snapshot)
        from rich.console import Console

        from downstack.report.headline import halted, sentence

        console = Console(stderr=True, no_color=not self._color, highlight=False)
        if first.answer is AnswerKind.CAUSE and halted(first):  # slowness needs the window
            console.print(f"so far: {sentence(first)[0]}", markup=False)
        self._shown.enter_context(console.status(f"measuring for {self._window:g} s"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._shown.close()
