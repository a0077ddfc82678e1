"""Tests of ceph_probe, on what real clusters answered."""

import pytest

from downstack.collectors.ceph import DUMP, GROUPS
from downstack.collectors.ceph_probe import COLLECTOR
from downstack.model import Kind, Reason
from downstack.source import Request, Way
from tests.support.ceph_replies import images, seen, survives

PROBE = Request(Way.CEPH, "probe vms")


def test_each_pool_of_an_image_is_probed_once() -> None:
    """Two images of one pool are one probe."""
    asked = [one.what for one in COLLECTOR.asks(images("vms/db1", "vms/db2", "ssd/db3"))]

    assert asked[-2:] == ["probe ssd", "probe vms"]


def test_osds_that_answer_have_a_time() -> None:
    """Within 100 ms, all of them."""
    for name in ("osd.0", "osd.1", "osd.2"):
        osd = seen(COLLECTOR, "busy", Kind.CEPH_OSD, name)
        assert osd["ceph_osd_answers"] == "yes"
        assert 0 < float(str(osd["ceph_osd_answer_seconds"])) < 0.1


def test_a_hung_osd_is_silent_while_health_is_ok() -> None:
    """It had been stopped two seconds before; the others answer."""
    hung = seen(COLLECTOR, "hung", Kind.CEPH_OSD, "osd.1")

    assert hung["ceph_osd_answers"] == "silent"
    assert seen(COLLECTOR, "hung", Kind.CEPH_OSD, "osd.0")["ceph_osd_answers"] == "yes"


def test_an_osd_that_is_primary_of_nothing_is_not_judged() -> None:
    """osd.2 is down, its groups have other primaries."""
    osd = seen(COLLECTOR, "crashed", Kind.CEPH_OSD, "osd.2", images("vms/db1"))

    for name in ("ceph_osd_answers", "ceph_osd_answer_seconds"):
        assert getattr(osd[name], "reason", None) is Reason.NOT_APPLICABLE


def test_groups_wait_for_an_osd_that_was_just_killed() -> None:
    """osd.1 leads three groups that wait for the lease of osd.3; it does not hang."""
    lost, well = (
        seen(COLLECTOR, "lost_just_now", Kind.CEPH_OSD, name, images("vms/db1"))
        for name in ("osd.3", "osd.1")
    )

    assert lost["ceph_osd_awaited_groups"] == 3
    assert well["ceph_osd_awaited_groups"] == 0
    assert getattr(well["ceph_osd_answers"], "reason", None) is Reason.NOT_APPLICABLE


def test_the_fastest_answer_is_the_clusters() -> None:
    """The least of the three."""
    times = [
        seen(COLLECTOR, "busy", Kind.CEPH_OSD, f"osd.{n}")["ceph_osd_answer_seconds"]
        for n in range(3)
    ]
    cluster = seen(COLLECTOR, "busy", Kind.CEPH_CLUSTER)

    assert cluster["ceph_cluster_fastest_answer_seconds"] == min(float(str(t)) for t in times)


@pytest.mark.parametrize("request_", [DUMP, GROUPS, PROBE], ids=lambda one: one.what)
def test_survives_any_text(request_: Request) -> None:
    """Whatever the text."""
    survives(COLLECTOR, "hung", request_)
