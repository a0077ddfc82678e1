"""What may be asked of a Ceph cluster: each only reads."""

from __future__ import annotations

import re
from dataclasses import dataclass

PATIENCE = 4.0
"""Seconds for one question: a manager that is dead never answers, the monitors do at once."""
PROBE = "probe "
CONF_WORD = r"/[A-Za-z0-9_./@+-]{1,255}"
"""A path of ceph.conf that is one plain word, as a command line over SSH needs it."""
CLIENT_WORD = r"client\.[A-Za-z0-9_.@-]{1,64}"
"""A user of Ceph."""
_POOL = re.compile(r"(?!-)[A-Za-z0-9_.][A-Za-z0-9_. -]{0,127}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A command in librados' form, and whether the manager answers it."""

    fields: dict[str, str | int | list[str]]
    manager: bool = False


COMMANDS = {
    "status": Asked({"prefix": "status"}),
    "health detail": Asked({"prefix": "health", "detail": "detail"}),
    "osd dump": Asked({"prefix": "osd dump"}),
    "mon dump": Asked({"prefix": "mon dump"}),
    "log last 200 info cluster": Asked(
        {"prefix": "log last", "num": 200, "level": "info", "channel": "cluster"}
    ),
    "log last 1 debug *": Asked({"prefix": "log last", "num": 1, "level": "debug", "channel": "*"}),
    "osd perf": Asked({"prefix": "osd perf"}, manager=True),
    "osd df": Asked({"prefix": "osd df"}, manager=True),
    "osd crush rule dump": Asked({"prefix": "osd crush rule dump"}),
    "crash ls-new": Asked({"prefix": "crash ls-new"}, manager=True),
    "pg dump pgs_brief": Asked({"prefix": "pg dump", "dumpcontents": ["pgs_brief"]}, manager=True),
}


def command_of(line: str) -> Asked:
    """Return an allowed command.

    Errors: ValueError for any other line, whatever it does.
    """
    if line not in COMMANDS:
        raise ValueError(f"{line!r} is not an allowed command of Ceph")
    return COMMANDS[line]


def pool_of(line: str) -> str:
    """Return the pool that a probe is for, or "" where *line* is none.

    Errors: ValueError for a name that no pool has.
    """
    if not line.startswith(PROBE):
        return ""
    name = line.removeprefix(PROBE)
    if not _POOL.fullmatch(name):
        raise ValueError(f"{name!r} is not the name of a pool")
    return name
