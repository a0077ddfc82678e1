"""Tests of ceph_log, on what real clusters answered."""

import json

import pytest

from downstack.collector import Reading
from downstack.collectors.ceph import DUMP, STATUS
from downstack.collectors.ceph_log import COLLECTOR, LOG, NEWEST
from downstack.model import Kind
from downstack.source import Answers, Raw, Request
from tests.support.ceph_replies import OURS, answer, seen, survives

BOOT = "osd.1 [v2:10.0.0.1:6800/1,v1:10.0.0.1:6801/1] boot"


def returns_of_osd_1(log: list[dict[str, str]], newest: list[dict[str, str]]) -> object:
    """Return how often osd.1 came up by these lines."""
    replies = {one: answer("busy", one) for one in (STATUS, DUMP)}
    texts = {LOG: Raw(json.dumps(log), 1.0), NEWEST: Raw(json.dumps(newest), 1.0)}
    rows = COLLECTOR.parse(Answers({**replies, **texts}), OURS)
    return next(r.value for r in rows if isinstance(r, Reading) and r.entity.name == "osd.1")


def test_an_osd_that_flaps_came_back_more_often() -> None:
    """The log that was kept has two returns of osd.1."""
    flapping = seen(COLLECTOR, "crashed", Kind.CEPH_OSD, "osd.1")["ceph_osd_returns_count"]
    steady = seen(COLLECTOR, "crashed", Kind.CEPH_OSD, "osd.0")["ceph_osd_returns_count"]

    assert flapping == 2
    assert steady == 0


def test_what_was_long_ago_does_not_count() -> None:
    """The newest line tells the cluster's time."""
    log = [
        {"stamp": "2026-11-24T10:00:00.000000+0000", "message": BOOT},
        {"stamp": "2026-11-24T10:55:00.000000+0000", "message": BOOT},
    ]
    now = [{"stamp": "2026-11-24T11:00:00.000000+0000", "message": "from='client.?'"}]

    assert returns_of_osd_1(log, now) == 1


def test_only_its_own_return_counts() -> None:
    """Not what others say about it."""
    lines = ("osd.1 failed (root=default)", "osd.2 [v2:x] boot", "osd.1 marked itself dead")
    log = [{"stamp": "2026-11-24T10:00:00.000000+0000", "message": text} for text in lines]

    assert returns_of_osd_1(log, []) == 0


@pytest.mark.parametrize("request_", [DUMP, LOG, NEWEST], ids=lambda one: one.what)
def test_survives_any_text(request_: Request) -> None:
    """Whatever the text."""
    survives(COLLECTOR, "crashed", request_)
