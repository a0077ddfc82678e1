"""Tests of proc_net_dev."""

from pathlib import Path

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.proc_net_dev import COLLECTOR, DEV
from downstack.model import Absent, Entity, Kind, Reason, Snapshot
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

HERE = Path(__file__).parent / "proc_net_dev_test"
MACHINE, LATER = HERE / "debian12-6.18", HERE / "debian12-6.18-later"


def test_reads_traffic_by_direction() -> None:
    """uplink0 received 12 packets of 1032 bytes and sent 8 of 624."""
    link = values(look([COLLECTOR], MACHINE), Kind.LINK, "uplink0")

    assert link["link_received_packets_total"] == 12.0
    assert link["link_received_bytes_total"] == 1032.0
    assert link["link_sent_packets_total"] == 8.0
    assert link["link_sent_bytes_total"] == 624.0
    assert link["link_carrier_changes_total"] == 2.0


def test_a_guest_that_does_not_fetch_its_packets_shows_as_drops() -> None:
    """Of 2000 packets the tap's ring took 1000 and 1000 were dropped; none was fetched and sent."""
    link = values(look([COLLECTOR], MACHINE, LATER, 5.0), Kind.LINK, "vnet0")

    assert link["link_send_drops_ratio"] == 1.0
    assert link["link_receive_drops_ratio"] == Absent(Reason.NOT_APPLICABLE)


def test_an_interface_that_is_gone_is_missing() -> None:
    """What DISCOVER found does not vanish from the snapshot."""
    found = Snapshot([Entity(Kind.LINK, "vnet9", "vnet9")])
    rows = [row for row in parse(COLLECTOR, {DEV: ""}, found) if isinstance(row, Reading)]

    assert {row.value for row in rows} == {Absent(Reason.MISSING, "the interface")}


@given(grown((MACHINE / "proc/net/dev").read_text()))
def test_any_text_gives_every_signal_of_an_interface_a_value_or_a_reason(text: str) -> None:
    """Neither an exception nor an infinite number."""
    seen: dict[str, set[str]] = {}
    for row in parse(COLLECTOR, {DEV: text}):
        assert isinstance(row, Reading)
        seen.setdefault(row.entity.key, set()).add(row.signal.name)

    assert all(len(names) == len(COLLECTOR.provides) for names in seen.values())
