"""Finds the one constant that each module of a plural package declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from importlib import import_module, resources
from itertools import chain
from pkgutil import walk_packages
from types import ModuleType
from typing import TypeVar

import msgspec

from downstack import collectors, effects, faults, platforms, signals
from downstack.catalogue import Catalogue
from downstack.check import Count
from downstack.collector import Collector
from downstack.effect import Effect
from downstack.fault import Fault
from downstack.platform import Detection
from downstack.signal import Signal

Part = TypeVar("Part", Fault, Effect, Collector, Detection)


@cache
def load_catalogue() -> Catalogue:
    """Return every fault, effect and signal with the lab's calibration.

    Errors: TypeError when a module does not declare what its package asks for; ValueError on a
    duplicate or unknown id, or when an id is not its file's name.
    """
    return Catalogue(
        faults=tuple(_constants(faults, "FAULT", Fault)),
        effects=tuple(_constants(effects, "EFFECT", Effect)),
        signals=load_signals(),
        calibration=_calibration(),
        platforms=tuple(_constants(platforms, "DETECTION", Detection)),
        sources=sources_of(load_signals(), load_collectors()),
    )


def sources_of(signals: Iterable[Signal], collectors: Iterable[Collector]) -> dict[str, str]:
    """Return the collector of each signal, also of a derived one; none where several have part."""
    providers: dict[str, set[str]] = {}
    for collector in collectors:
        for signal in () if collector.stands_in else collector.provides:
            providers.setdefault(signal.name, set()).add(collector.id)
    found = {signal.name: _behind(signal, providers) for signal in signals}
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _behind(signal: Signal, providers: Mapping[str, set[str]]) -> set[str]:
    if signal.formula is None:
        return providers.get(signal.name, set())
    parts = (getattr(signal.formula, one.name) for one in fields(signal.formula))
    flat = chain.from_iterable(part if isinstance(part, tuple) else (part,) for part in parts)
    return set().union(*(_behind(one, providers) for one in flat if isinstance(one, Signal)))


@cache
def load_collectors() -> tuple[Collector, ...]:
    """Return every collector. Errors: as `load_catalogue`."""
    return tuple(_constants(collectors, "COLLECTOR", Collector))


@cache
def load_signals() -> tuple[Signal, ...]:
    """Return every signal of the vocabulary, in the order of its module."""
    found = (value for module in _modules(signals) for value in vars(module).values())
    return tuple(dict.fromkeys(value for value in found if isinstance(value, Signal)))


def _constants(package: ModuleType, name: str, kind: type[Part]) -> Iterator[Part]:
    for module in _modules(package):
        part = getattr(module, name, None)
        if not isinstance(part, kind):
            raise TypeError(f"{module.__name__} declares no {name}")
        if part.id != module.__name__.rpartition(".")[2]:
            raise ValueError(f"{module.__name__}: {name} is named {part.id}")
        yield part


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    names = (info for info in walk_packages(package.__path__, f"{package.__name__}."))
    for info in sorted(names, key=lambda info: info.name):
        if not info.ispkg and not info.name.endswith("_test"):
            yield import_module(info.name)


def _calibration() -> dict[str, Count]:
    text = resources.files("downstack").joinpath("calibration.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, Count])
