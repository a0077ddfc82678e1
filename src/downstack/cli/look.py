"""Where to look and how: one value, and the options of which every verb makes it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from downstack.cli.options import (
    CephConf,
    CephMetrics,
    CephName,
    Connect,
    Context,
    Deadline,
    From,
    Guest,
    Host,
    Kubeconfig,
    Window,
)

Verb = Callable[..., int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Where to look and how, as the command line says it."""

    connect: str = ""
    host: str = ""
    bundle: Path | None = None
    window: float = 2.0
    deadline: float | None = None
    guest: bool = False
    ceph_conf: str = ""
    ceph_name: str = "client.admin"
    ceph_metrics: str = ""
    kubeconfig: str = ""
    context: str = ""
    pseudonyms: bool = False
    output: Path | None = None


def _live(
    connect: Connect = "",
    host: Host = "",
    window: Window = 2.0,
    deadline: Deadline = None,
    guest: Guest = False,
    ceph_conf: CephConf = "",
    ceph_name: CephName = "client.admin",
    ceph_metrics: CephMetrics = "",
    kubeconfig: Kubeconfig = "",
    context: Context = "",
) -> None:
    """Options of a look at machines that run now."""


def _kept(bundle: From = None) -> None:
    """The option of a look at what was recorded."""


def looking(verb: Verb) -> Verb:
    """Let a verb have, in the place of its `look`, the options of which a Look is made."""
    return _with_options(verb, _live, _kept)


def looking_live(verb: Verb) -> Verb:
    """Let a verb have the same options, but for a bundle."""
    return _with_options(verb, _live)


def _with_options(verb: Verb, *shared: Callable[..., None]) -> Verb:
    options = [one for part in shared for one in _parameters(part)]

    def run(**given: Any) -> int:
        look = Look(**{option.name: given.pop(option.name) for option in options})
        return verb(look=look, **given)

    own = [one for one in _parameters(verb) if one.name != "look"]
    needed = [one for one in own if one.default is one.empty]
    whole = [*needed, *options, *(one for one in own if one not in needed)]
    run.__name__, run.__doc__ = verb.__name__, verb.__doc__
    run.__annotations__ = {one.name: one.annotation for one in whole}
    run.__signature__ = inspect.Signature(whole)  # type: ignore[attr-defined] # what typer reads
    return run


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    read = inspect.signature(function, eval_str=True).parameters.values()
    return [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in read]
