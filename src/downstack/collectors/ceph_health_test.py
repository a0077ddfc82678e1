"""Tests of ceph_health, on what real clusters answered."""

import json

import pytest

from downstack.collector import Reading
from downstack.collectors.ceph import DUMP, STATUS
from downstack.collectors.ceph_health import COLLECTOR, DETAIL
from downstack.model import Kind
from downstack.source import Answers, Raw, Request
from tests.support.ceph_replies import OURS, answer, seen, survives

NEARFULL = {
    "OSD_NEARFULL": {
        "severity": "HEALTH_WARN",
        "summary": {"message": "1 nearfull osd(s)", "count": 1},
        "detail": [{"message": "osd.1 is near full"}],
    }
}


def test_a_healthy_cluster_has_raised_nothing() -> None:
    """Each check is clear, no OSD complains."""
    assert set(seen(COLLECTOR, "busy", Kind.CEPH_CLUSTER).values()) == {"clear"}
    assert seen(COLLECTOR, "busy", Kind.CEPH_OSD, "osd.0") == {"ceph_osd_slow_ops": "no"}


def test_slow_requests_name_their_osd() -> None:
    """In the summary: "daemons [osd.0,osd.1,osd.2] have slow ops": who waits complains too."""
    for name in ("osd.0", "osd.1", "osd.2"):
        assert seen(COLLECTOR, "slow_requests", Kind.CEPH_OSD, name) == {"ceph_osd_slow_ops": "yes"}


def test_a_check_that_is_raised_says_so() -> None:
    """The others stay clear."""
    replies = {one: answer("busy", one) for one in (STATUS, DUMP)}
    detail = Raw(json.dumps({"status": "HEALTH_WARN", "checks": NEARFULL}), 1.0)
    rows = COLLECTOR.parse(Answers({**replies, DETAIL: detail}), OURS)
    raised = {r.signal.name for r in rows if isinstance(r, Reading) and r.value == "raised"}

    assert raised == {"ceph_health_osd_nearfull"}


@pytest.mark.parametrize("request_", [DUMP, DETAIL], ids=lambda one: one.what)
def test_survives_any_text(request_: Request) -> None:
    """Whatever the text."""
    survives(COLLECTOR, "slow_requests", request_)
