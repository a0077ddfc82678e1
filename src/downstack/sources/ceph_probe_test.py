"""Tests of ceph_probe; that real OSDs answer is tested in the lab."""

import json
import time
from collections.abc import Callable

from downstack.sources.ceph_probe import EACH, ask, draw


class Pool:
    """A pool in which objects of some names are never answered for."""

    def __init__(self, silent: set[str]) -> None:
        self._silent = silent

    def aio_stat(self, name: str, done: Callable[..., None]) -> None:
        """Answer at once, or never."""
        if name not in self._silent:
            done(None, None, None)


def test_each_osd_is_asked_for_a_few_of_its_groups() -> None:
    """Never twice for one group."""
    mapped = {f"n{n}": (n % 2, f"1.{n // 2 % 5}") for n in range(40)}
    chosen = draw(mapped)

    assert set(chosen) == {0, 1}
    for names in chosen.values():
        assert len(set(names.values())) == len(names) == EACH


def test_an_osd_that_answers_nothing_has_no_time() -> None:
    """The other has one, and nobody waits longer than allowed."""
    chosen = {0: {"a": "1.0"}, 1: {"b": "1.1", "c": "1.2"}}
    begun = time.monotonic()
    told = json.loads(ask(Pool({"b", "c"}), chosen, begun + 0.2))["osds"]

    assert told["1"] == {"seconds": None, "groups": ["1.1", "1.2"], "silent": ["1.1", "1.2"]}
    assert told["0"]["seconds"] < 0.2
    assert told["0"]["silent"] == []
    assert time.monotonic() - begun < 1


def test_one_answer_of_several_is_an_answer() -> None:
    """A lost one alone proves nothing."""
    chosen = {0: {"a": "1.0", "b": "1.1"}}
    told = json.loads(ask(Pool({"b"}), chosen, time.monotonic() + 0.1))["osds"]

    assert told["0"]["seconds"] is not None
    assert told["0"]["silent"] == ["1.1"]
