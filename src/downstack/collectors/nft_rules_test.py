"""Tests of nft_rules."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.nft_rules import COLLECTOR, RULES
from downstack.derive import derive
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.registry import load_signals
from downstack.signals import link, network_way
from downstack.source import Answers
from tests.support.grown import grown, parse

MACHINE = Path(__file__).parent / "nft_rules_test" / "lab_loss"
RULESET = (MACHINE / "command" / RULES.what).read_text()
FOUND = Snapshot([Entity(Kind.LINK, name) for name in ("tap-db1", "uplink")])


def seen(text: str) -> dict[str, Value]:
    """Return the packets dropped by interface."""
    rows = parse(COLLECTOR, {RULES: text}, FOUND)
    return {row.entity.key: row.value for row in rows if isinstance(row, Reading)}


def rules(*expressions: list[object]) -> str:
    """Return a ruleset of these rules."""
    return json.dumps({"nftables": [{"rule": {"expr": list(one)}} for one in expressions]})


def match(key: str, right: object, operator: str = "==") -> dict[str, object]:
    """Return a match on an interface."""
    return {"match": {"op": operator, "left": {"meta": {"key": key}}, "right": right}}


def test_adds_the_rules_of_both_directions() -> None:
    """39 packets to the guest and 48 from it; no rule names the uplink."""
    assert seen(RULESET) == {"tap-db1": 87.0, "uplink": 0.0}


def test_a_rule_that_accepts_drops_nothing() -> None:
    """Its counter counts what passed."""
    accepting = rules([match("iifname", "uplink"), {"counter": {"packets": 9}}, {"accept": None}])

    assert seen(accepting)["uplink"] == 0.0


def test_a_set_names_several_and_an_exclusion_none() -> None:
    """`iifname != uplink drop` is not the uplink's rule."""
    counter = {"counter": {"packets": 9}}
    several = [match("oifname", {"set": ["uplink", "tap-db1"]}), counter, {"drop": None}]
    others = [match("iifname", "uplink", "!="), counter, {"drop": None}]

    assert seen(rules(several, others)) == {"tap-db1": 9.0, "uplink": 9.0}


def test_a_rule_without_a_counter_hides_what_it_drops() -> None:
    """That is not zero."""
    value = seen(rules([match("iif", "uplink"), {"drop": None}]))["uplink"]

    assert value == Absent(Reason.UNSUPPORTED, "a counter in the rule that drops")


def test_who_may_not_read_the_rules_knows_no_drops() -> None:
    """Only root may."""
    denied = Absent(Reason.DENIED, "root on the host")
    rows = COLLECTOR.parse(Answers({RULES: denied}), FOUND)

    assert {row.value for row in rows if isinstance(row, Reading)} == {denied}


@pytest.mark.parametrize(("packets", "share"), [(120.0, 0.1), (20.0, None)])
def test_a_share_needs_more_than_a_few_packets(packets: float, share: float | None) -> None:
    """Ten dropped beside 110 that passed; ten beside ten say nothing."""
    tap = Entity(Kind.LINK, "tap-db1")
    counted = ((link.RECEIVED, packets - 10.0), (link.SENT, 0.0), (network_way.FILTER_DROPS, 10.0))
    samples = (
        [Reading(tap, signal, 0.0, 1.0) for signal, _ in counted],
        [Reading(tap, signal, value, 3.0) for signal, value in counted],
    )
    value = derive(Snapshot([tap]), samples, load_signals()).value(tap, "link_filter_drops_ratio")

    assert value == share or (share is None and isinstance(value, Absent))


@given(grown(RULESET))
def test_any_text_gives_every_interface_a_value_or_a_reason(text: str) -> None:
    """Neither an exception nor an infinite number."""
    assert set(seen(text)) == {"tap-db1", "uplink"}
