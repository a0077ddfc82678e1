"""Read-only command lines of this machine."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from functools import partial
from shutil import which

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request
from downstack.sources.allowed import PATH, absent_of, not_installed, words_of
from downstack.sources.calls import Calls, Turns, work_off
from downstack.sources.detached import abandon

CAP = 64 << 20
_WIDTH = 8


class Command:
    """Runs the allowed command lines of one batch at the same time.

    `what` is the whole line, its words joined by one space; `arguments` are not used.

    Errors: ValueError for a line that is not allowed.
    """

    def __init__(self, path: str = PATH) -> None:
        self._path = path
        self._calls = Calls(2 * _WIDTH)

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer with standard output; a program that is late is killed with its children."""
        until = time.monotonic() + deadline
        lines = [(request, words_of(request.what)) for request in dict.fromkeys(requests)]
        answers: dict[Request, Answer] = {
            request: Absent(Reason.TIMED_OUT, f"{words[0]} to answer in time")
            for request, words in lines
        }
        work_off(self._calls, lines, partial(self._answer, answers, until), Turns(_WIDTH, until))
        return dict(answers)

    def _answer(
        self,
        answers: dict[Request, Answer],
        until: float,
        asked: tuple[Request, tuple[str, ...]],
    ) -> None:
        answers[asked[0]] = self._run(asked[1], until) or answers[asked[0]]

    def _run(self, words: tuple[str, ...], until: float) -> Answer | None:
        program = which(words[0], path=self._path)
        if program is None:
            return not_installed(words[0])
        child = subprocess.Popen(  # noqa: S603 - a line of the list, without a shell
            (program, *words[1:]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"LC_ALL": "C", "PATH": self._path},
            start_new_session=True,
        )
        try:
            output, errors = child.communicate(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            return None
        finally:
            abandon(child)
        if len(output) > CAP:
            return Absent(Reason.MALFORMED, f"at most {CAP} bytes from {words[0]}")
        text, message = output.decode("utf-8", "replace"), errors.decode("utf-8", "replace")
        return absent_of(words, child.returncode, text, message) or Raw(text, time.monotonic())
