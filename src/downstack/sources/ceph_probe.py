"""Asks every OSD of a pool for an object that does not exist, and times the answers.

Each placement group has one primary OSD which answers reads. The monitors say which OSD each of
NAMES names would lie on. A client that may read (`osd 'allow r'`) may ask.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Protocol

NAMES = 96
"""Names that are drawn; a pool with more primaries keeps some that were not asked."""
EACH = 3
"""Objects asked of one OSD."""
TAIL = 0.2
"""Share of the time that is left for handing over what came."""


class Io(Protocol):
    """A pool as librados opens it."""

    def aio_stat(self, name: str, done: Any) -> Any:
        """Ask for an object's size and time; *done* is called with the completion and these."""


@dataclass(slots=True)
class _Asked:
    """One primary: whose groups were asked, and the seconds of those that answered."""

    groups: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def draw(mapped: Mapping[str, tuple[int, str]]) -> dict[int, dict[str, str]]:
    """Return up to EACH names per primary OSD, each with its group."""
    chosen: dict[int, dict[str, str]] = {}
    for name, (primary, group) in mapped.items():
        mine = chosen.setdefault(primary, {})
        if len(mine) < EACH and group not in mine.values():
            mine[name] = group
    return chosen


def ask(pool: Io, chosen: Mapping[int, Mapping[str, str]], until: float) -> str:
    """Return JSON: for each primary the median of its answers in seconds, or null.

    An OSD of which nothing came has null; `groups` are those that were asked of it, `silent` those
    of them that did not answer.
    """
    rows = {primary: _Asked(list(names.values())) for primary, names in chosen.items()}
    open_ = threading.Semaphore(0)
    count = 0
    for primary, names in chosen.items():
        for name, group in names.items():
            count += 1
            pool.aio_stat(name, _clock(rows[primary].seconds, group, open_))
    for _ in range(count):
        if not open_.acquire(timeout=max(0.0, until - time.monotonic())):
            break
    return json.dumps({"osds": {str(osd): _row(row) for osd, row in sorted(rows.items())}})


def _row(asked: _Asked) -> dict[str, Any]:
    came = dict(asked.seconds)  # answers come in beside us
    return {
        "seconds": median(came.values()) if came else None,
        "groups": asked.groups,
        "silent": [group for group in asked.groups if group not in came],
    }


def _clock(into: dict[str, float], group: str, open_: threading.Semaphore) -> Any:
    begun = time.monotonic()

    def done(*_: object) -> None:
        into[group] = time.monotonic() - begun
        open_.release()

    return done
