"""Tests of ceph_metrics, on what real managers exported."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collector import Reading, Row
from downstack.collectors.ceph import DUMP, STATUS, UNKNOWN
from downstack.collectors.ceph_metrics import COLLECTOR, MALFORMED, METRICS, exposition_of
from downstack.derive import rows_of
from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Value
from downstack.source import Answer, Answers, Raw, Request
from tests.support.ceph_replies import OURS, images
from tests.support.grown import grown, parse

RECORDED = Path(__file__).with_name("ceph_metrics_test")
UNTOLD = Absent(Reason.UNSUPPORTED, "ceph.conf and a keyring (--ceph-conf)")
UNHEARD = Absent(Reason.STALE, "the manager to have heard of all groups")
DENIED = Absent(Reason.DENIED, "rights of client.poor for 'ceph status'")
NAMES = st.from_regex(r"[a-zA-Z_:][a-zA-Z0-9_:]{0,8}", fullmatch=True)


def text_of(machine: str) -> str:
    """Return what a manager exported."""
    return (RECORDED / machine / "ceph/metrics.txt").read_text()


def rows(text: str, **more: Answer) -> list[Row]:
    """Return what is read of metrics; beside them there may be a `status` and a `dump`."""
    known: dict[Request, Answer] = {METRICS: Raw(text, 1.0)}
    known |= {{"status": STATUS, "dump": DUMP}[name]: answer for name, answer in more.items()}
    return list(COLLECTOR.parse(Answers(known), OURS))


def seen(text: str, kind: Kind, name: str = "", **more: Answer) -> dict[str, Value]:
    """Return the readings of the one entity of this kind, or of that name."""
    readings = rows_of(row for row in rows(text, **more) if isinstance(row, Reading))
    (entity,) = (one for one in readings if one.kind is kind and name in {"", one.name})
    return dict(readings[entity])


def test_asks_only_where_a_disk_is_an_rbd_image() -> None:
    """A host without one is not asked about Ceph."""
    assert tuple(COLLECTOR.asks(OURS)) == (STATUS, DUMP, METRICS)
    assert not tuple(COLLECTOR.asks(images()))


def test_reads_a_healthy_cluster() -> None:
    """What is not exported says that it needs ceph.conf; no check was ever raised."""
    cluster = seen(text_of("healthy"), Kind.CEPH_CLUSTER)
    checks = {value for name, value in cluster.items() if name.startswith("ceph_health_")}

    assert checks == {"clear"}
    assert {name: one for name, one in cluster.items() if name.startswith("ceph_cluster_")} == {
        "ceph_cluster_answers": UNTOLD,
        "ceph_cluster_health": "HEALTH_OK",
        "ceph_cluster_manager": "active",
        "ceph_cluster_monitors": 1,
        "ceph_cluster_quorum": 1,
        "ceph_cluster_recovery_rate_bytes": 0,
        "ceph_cluster_degraded_ratio": 0,
        "ceph_cluster_noout": "unset",
        "ceph_cluster_paused": "no",
        "ceph_cluster_recovery_off": "no",
        "ceph_cluster_scrub_off": "no",
        "ceph_cluster_fastest_answer_seconds": UNTOLD,
        "ceph_cluster_median_commit_latency_seconds": 0,
    }


def test_reads_an_osd() -> None:
    """306442240 of 2147483648 bytes are used; nobody has asked it anything."""
    assert seen(text_of("healthy"), Kind.CEPH_OSD, "osd.0") == {
        "ceph_osd_state": "up",
        "ceph_osd_in": "in",
        "ceph_osd_commit_latency_seconds": 0,
        "ceph_osd_used_ratio": pytest.approx(0.1427, abs=1e-4),
        "ceph_osd_fullness": "no",
        "ceph_osd_slow_ops": "no",
        "ceph_osd_crashed": "no",
        "ceph_osd_answers": UNTOLD,
        "ceph_osd_answer_seconds": UNTOLD,
        "ceph_osd_returns_count": UNTOLD,
        "ceph_osd_laggy_ratio": UNTOLD,
    }


def test_reads_a_pool() -> None:
    """Three copies; all groups are `peered`, so below a min_size that itself is not told."""
    assert seen(text_of("two_osds_down"), Kind.CEPH_POOL) == {
        "ceph_pool_size": 3,
        "ceph_pool_full": "no",
        "ceph_pool_groups": 8,
        "ceph_pool_inactive_groups": 8,
        "ceph_pool_undersized_groups": 8,
        "ceph_pool_inconsistent_groups": 0,
        "ceph_pool_peering_groups": 0,
        "ceph_pool_lost_groups": 0,
        "ceph_pool_moving_groups": 0,
        "ceph_pool_toofull_groups": 0,
        "ceph_pool_unfound_groups": 0,
        "ceph_pool_min_size": UNTOLD,
        "ceph_pool_short_groups": 8,
        "ceph_pool_stuck_peering_groups": UNTOLD,
        "ceph_pool_application": UNTOLD,
        "ceph_pool_silent_osds": UNTOLD,
    }


@pytest.mark.parametrize(
    ("machine", "kind", "name", "signal", "state"),
    [
        ("two_osds_down", Kind.CEPH_OSD, "osd.2", "ceph_osd_state", "down"),
        ("two_osds_down", Kind.CEPH_OSD, "osd.0", "ceph_osd_state", "up"),
        ("full", Kind.CEPH_CLUSTER, "", "ceph_cluster_health", "HEALTH_ERR"),
        ("full", Kind.CEPH_POOL, "", "ceph_pool_full", "full"),
        ("slow_requests", Kind.CEPH_OSD, "osd.2", "ceph_osd_slow_ops", "yes"),
        ("slow_disk", Kind.CEPH_OSD, "osd.0", "ceph_osd_commit_latency_seconds", 0.798),
        ("slow_disk", Kind.CEPH_OSD, "osd.1", "ceph_osd_commit_latency_seconds", 0.002),
        ("slow_disk", Kind.CEPH_POOL, "", "ceph_pool_short_groups", 0),
        ("slow_disk", Kind.CEPH_CLUSTER, "", "ceph_cluster_median_commit_latency_seconds", 0.002),
        ("full", Kind.CEPH_OSD, "osd.0", "ceph_osd_fullness", UNTOLD),
        ("noout", Kind.CEPH_CLUSTER, "", "ceph_cluster_noout", "set"),
        ("noout", Kind.CEPH_CLUSTER, "", "ceph_cluster_paused", UNTOLD),
        ("inconsistent", Kind.CEPH_POOL, "", "ceph_pool_inconsistent_groups", 1),
        ("two_of_three_monitors", Kind.CEPH_CLUSTER, "", "ceph_cluster_monitors", 3),
        ("two_of_three_monitors", Kind.CEPH_CLUSTER, "", "ceph_cluster_quorum", 2),
        ("monitor_dead", Kind.CEPH_POOL, "", "ceph_pool_inactive_groups", UNHEARD),
        ("monitor_dead", Kind.CEPH_CLUSTER, "", "ceph_cluster_degraded_ratio", UNHEARD),
    ],
)
def test_reads_the_state(machine: str, kind: Kind, name: str, signal: str, state: Value) -> None:
    """A manager that knows of no group proves nothing: then a guest worked on as before."""
    assert seen(text_of(machine), kind, name)[signal] == state


def test_the_degraded_share_is_of_all_copies() -> None:
    """Two of three copies of each object: `ceph status` said 0.6667."""
    cluster = seen(text_of("two_osds_down"), Kind.CEPH_CLUSTER)

    assert cluster["ceph_cluster_degraded_ratio"] == pytest.approx(2 / 3)


def test_joins_what_is_known_and_no_osd_with_a_pool() -> None:
    """The image is in the pool of that name; which OSDs hold it is not exported."""
    links = {
        (one.edge, one.cause.name, one.victim.name)
        for one in rows(text_of("healthy"))
        if isinstance(one, Connection)
    }

    assert links == {
        (Edge.HOLDS, "lcvms", "lcvms/vm1"),
        (Edge.KEEPS, UNKNOWN.name, "lcvms"),
        *((Edge.SERVES, f"osd.{number}", UNKNOWN.name) for number in range(3)),
    }


def test_groups_that_nobody_has_heard_of_are_not_counted() -> None:
    """Three of eight are unknown: the others are active, and no zero is told of all."""
    active, unknown = 'ceph_pg_active{pool_id="1"}', 'ceph_pg_unknown{pool_id="1"}'
    text = text_of("healthy").replace(f"{unknown} 0.0", f"{unknown} 3.0")
    fresh = text.replace(f"{active} 8.0", f"{active} 5.0")
    idle = text.replace(f"{active} 8.0", f"{active} 4.0")

    assert seen(fresh, Kind.CEPH_POOL)["ceph_pool_inactive_groups"] == UNHEARD
    assert seen(idle, Kind.CEPH_POOL)["ceph_pool_inactive_groups"] == 1
    assert seen(idle, Kind.CEPH_POOL)["ceph_pool_short_groups"] == UNTOLD
    assert seen(idle, Kind.CEPH_POOL)["ceph_pool_lost_groups"] == 0


def test_of_two_pools_nobody_knows_which_is_full() -> None:
    """The check does not name it; nor whether its quota is why."""
    one, two = 'ceph_pool_metadata{pool_id="1"', 'ceph_pool_metadata{pool_id="2",name="b"} 1\n'
    full = text_of("full")
    quota = 'ceph_pool_quota_bytes{pool_id="1"}'

    assert one in full
    assert seen(full + two, Kind.CEPH_POOL, "lcvms")["ceph_pool_full"] == UNTOLD
    limited = full.replace(f"{quota} 0.0", f"{quota} 1e9")
    assert seen(limited, Kind.CEPH_POOL)["ceph_pool_full"] == UNTOLD


def test_a_release_that_exports_no_checks_clears_none() -> None:
    """Nor does it say that no pool is full."""
    old = "\n".join(x for x in text_of("healthy").split("\n") if "health_detail" not in x)

    assert seen(old, Kind.CEPH_CLUSTER)["ceph_health_osd_nearfull"] == UNTOLD
    assert seen(old, Kind.CEPH_POOL)["ceph_pool_full"] == UNTOLD


def test_what_the_monitors_tell_makes_the_metrics_needless() -> None:
    """Also where only the map of the OSDs came."""
    assert rows(text_of("healthy"), status=Raw('{"fsid": "a"}', 1.0)) == []
    assert rows(text_of("healthy"), status=DENIED, dump=Raw('{"fsid": "a"}', 1.0)) == []


def test_metrics_are_not_believed_where_the_monitors_are_silent() -> None:
    """They are as old as the last that the manager heard of these."""
    assert rows(text_of("healthy"), status=Absent(Reason.TIMED_OUT, "Ceph")) == []


def test_what_is_not_exported_needs_what_the_status_needs() -> None:
    """A client without rights: these would tell the rest."""
    cluster = seen(text_of("healthy"), Kind.CEPH_CLUSTER, status=DENIED, dump=DENIED)

    assert cluster["ceph_cluster_health"] == "HEALTH_OK"
    assert cluster["ceph_cluster_answers"] == DENIED


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            Absent(Reason.MISSING, "somebody to listen"),
            Absent(Reason.MISSING, "somebody to listen"),
        ),
        (
            Raw("", 1.0),
            Absent(Reason.MISSING, "the address of Ceph's active manager (--ceph-metrics)"),
        ),
        (
            Raw("go_goroutines 7\n", 1.0),
            Absent(Reason.MISSING, "the address of Ceph's active manager (--ceph-metrics)"),
        ),
        (Raw("ceph_health_status 0\n<html>\n", 1.0), MALFORMED),
    ],
)
def test_what_is_no_answer_of_ceph_says_why(answer: Answer, told: Absent) -> None:
    """A standby manager exports nothing, another program something else."""
    found = list(COLLECTOR.parse(Answers({METRICS: answer}), OURS))

    assert {row.value for row in found if isinstance(row, Reading)} == {told}
    assert {row.entity for row in found if isinstance(row, Reading)} == {UNKNOWN}


def test_without_the_option_there_is_no_cluster() -> None:
    """Nothing was asked."""
    assert list(COLLECTOR.parse(Answers({}), OURS)) == []


@given(
    name=NAMES,
    labels=st.dictionaries(
        st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]{0,8}", fullmatch=True),
        st.text(max_size=8),
        max_size=3,
    ),
    value=st.floats(allow_nan=False, allow_infinity=False),
)
def test_any_sample_is_read_as_it_was_written(
    name: str, labels: dict[str, str], value: float
) -> None:
    """Whatever stands in a label."""
    escaped = {
        key: text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
        for key, text in labels.items()
    }
    inside = ",".join(f'{key}="{text}"' for key, text in escaped.items())
    found = exposition_of(f"# TYPE other gauge\n{name}{{{inside}}} {value!r} 1700000000000\n")

    assert found is not None
    (sample,) = found.pop(name)
    assert (dict(sample.labels), sample.value) == (labels, value)
    assert set(found) - {name} <= {"other"}


@given(text=grown(text_of("slow_requests")))
def test_survives_any_text(text: str) -> None:
    """Whatever the text."""
    for row in parse(COLLECTOR, {METRICS: text}, OURS):
        assert isinstance(row, Reading | Connection | Entity)
