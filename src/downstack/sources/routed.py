"""One source made of several: each gets its requests at the same time as the others."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import partial

from downstack.model import Absent, Reason
from downstack.source import Answer, Request, Source, Way
from downstack.sources.calls import Call, Calls

_GRACE = 0.5
"""Seconds that a source gets after its deadline to hand over what it has."""


class Routed:
    """Sends each request to the source of its way; a way may have no source.

    A source that fails as a whole is absence with its error; a ValueError (a request that nobody
    may carry out) is a mistake of ours and is raised.
    """

    def __init__(
        self,
        sources: Mapping[Way, Source],
        needs: Mapping[Way, str] | None = None,
        patience: Mapping[Way, float] | None = None,
    ) -> None:
        self.sources = dict(sources)
        self._needs = needs or {}
        self._patience = patience or {}

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer every request; what a source does not answer in time is TIMED_OUT.

        A way for which there is patience has at least so many seconds.
        """
        now = time.monotonic()
        batches: dict[int, list[Request]] = {}
        for request in requests:
            if request.way in self.sources:
                batches.setdefault(id(self.sources[request.way]), []).append(request)
        calls = Calls(len(batches))
        started = []
        for batch in batches.values():
            seconds = max(deadline, *(self._patience.get(one.way, 0.0) for one in batch))
            call = calls.start(partial(self._read_batch, batch, seconds))
            started.append((batch, call, now + seconds + _GRACE))
        answers: dict[Request, Answer] = {}
        for batch, call, until in started:
            answers.update(_collect(batch, call, until))
        for request in requests:
            if request not in answers:
                answers[request] = Absent(Reason.NOT_ASKED, self._needs.get(request.way, ""))
        return answers

    def _read_batch(self, batch: list[Request], deadline: float) -> Mapping[Request, Answer]:
        return self.sources[batch[0].way].read(batch, deadline)


def _collect(
    batch: list[Request], call: Call[Mapping[Request, Answer]], until: float
) -> dict[Request, Answer]:
    late = Absent(Reason.TIMED_OUT, "more time (--deadline)")
    try:
        return dict.fromkeys(batch, late) | dict(call.result(until))
    except TimeoutError:
        return dict.fromkeys(batch, late)
    except ValueError:
        raise
    except Exception as error:  # noqa: BLE001 - one broken source must not hide the others
        broken = Absent(Reason.MALFORMED, f"a source without an error ({type(error).__name__})")
        return dict.fromkeys(batch, broken)
