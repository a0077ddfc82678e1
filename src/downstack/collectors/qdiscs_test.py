"""Tests of qdiscs."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.qdiscs import COLLECTOR, QDISCS
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answers
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "qdiscs_test" / "debian12-6.18"
TEXT = (MACHINE / "command" / QDISCS.what).read_text()
NETEM = {
    "kind": "netem",
    "handle": "8001:",
    "dev": "vnet0",
    "root": True,
    "options": {"limit": 1000, "delay": {"delay": 0.04}, "loss-random": {"loss": 0.05}},
    "packets": 95,
    "drops": 5,
    "overlimits": 0,
    "backlog": 0,
}


def seen(text: str, name: str) -> dict[str, Value]:
    """Return the readings of one interface by signal name."""
    rows = [row for row in parse(COLLECTOR, {QDISCS: text}) if isinstance(row, Reading)]
    return {row.signal.name: row.value for row in rows if row.entity.key == name}


def test_shows_drops_that_no_other_counter_shows() -> None:
    """An htb root counts its leaf's 194 drops as its own: they are not counted twice."""
    link = values(look([COLLECTOR], MACHINE), Kind.LINK, "uplink0")

    assert link["link_qdisc_drops_total"] == 194.0
    assert link["link_qdisc_sent_packets_total"] == 12.0
    assert link["link_qdisc_backlog_bytes"] == 2028.0
    assert link["link_shaping"] == "limited"
    assert link["link_qdiscs"] == "htb pfifo ingress"


def test_reads_the_limit_of_a_token_bucket() -> None:
    """256 kbit/s are 32000 bytes a second."""
    link = values(look([COLLECTOR], MACHINE), Kind.LINK, "vnet1")

    assert link["link_shaping"] == "limited"
    assert link["link_qdisc_limit_bytes"] == 32000.0


def test_the_default_limits_nothing() -> None:
    """Multiqueue with pfifo_fast below."""
    link = values(look([COLLECTOR], MACHINE), Kind.LINK, "vnet0")

    assert link["link_shaping"] == "none"
    assert link["link_qdisc_limit_bytes"] == Absent(Reason.NOT_APPLICABLE)


def test_netem_is_harm_on_purpose() -> None:
    """It loses 5 % and delays by 40 ms."""
    link = seen(json.dumps([NETEM]), "vnet0")

    assert link["link_shaping"] == "impaired"
    assert link["link_netem_loss_ratio"] == pytest.approx(0.05)
    assert link["link_netem_delay_seconds"] == pytest.approx(0.04)


def test_without_the_program_nothing_is_known() -> None:
    """Every known interface has the reason."""
    missing = Absent(Reason.MISSING, "package iproute2")
    found = Snapshot([Entity(Kind.LINK, "vnet0", "vnet0")])
    rows = list(COLLECTOR.parse(Answers({QDISCS: missing}), found))

    assert {row.value for row in rows if isinstance(row, Reading)} == {missing}
    assert len(rows) == len(COLLECTOR.provides)


@given(grown(TEXT) | grown(json.dumps([NETEM])))
def test_any_text_gives_every_signal_of_an_interface_a_value_or_a_reason(text: str) -> None:
    """Neither an exception nor an infinite number."""
    for name in ("vnet0", "uplink0"):
        names = set(seen(text, name))

        assert names in (set(), {signal.name for signal in COLLECTOR.provides})
