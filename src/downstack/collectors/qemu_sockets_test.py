"""Tests of qemu_sockets."""

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.qemu_sockets import COLLECTOR, SOCKETS
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answers
from tests.support.grown import grown, parse

ONE = Entity(Kind.DOMAIN, "u1", "db1")
FOUND = Snapshot((), (), {ONE: {"domain_qemu_pid": "4242"}})
LINES = """\
ESTAB 0 0 10.77.0.1:49122 10.77.0.254:43402 users:(("qemu-system-x86",pid=4242,fd=31)) cubic \
wscale:7,7 rto:208 rtt:4.853/2.1 ato:40 mss:1448 cwnd:10 bytes_sent:91022 bytes_acked:91022 \
segs_out:150 segs_in:149 data_segs_out:120 data_segs_in:130 send 23.8Mbps retrans:0/7 minrtt:0.03
ESTAB 0 0 10.77.0.1:49124 10.77.0.254:43300 users:(("qemu-system-x86",pid=4242,fd=32)) cubic \
wscale:7,7 rto:204 rtt:0.4/0.1 mss:1448 cwnd:10 segs_out:15 segs_in:14 data_segs_out:12
ESTAB 0 0 10.77.0.1:22 10.77.0.9:5000 users:(("sshd",pid=99,fd=4)) cubic rto:204 rtt:300/1 \
segs_out:15 data_segs_out:900 retrans:0/55
"""
"""Lines as `ss -tinpHO` of iproute2 6.1 writes them, cut to the fields that matter."""


def readings(text: str) -> dict[str, Value]:
    """Return the readings of the one domain."""
    rows = parse(COLLECTOR, {SOCKETS: text}, FOUND)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_sums_the_connections_of_its_qemu() -> None:
    """Two of the three are its own; the second has sent nothing again."""
    assert readings(LINES) == {
        "domain_tcp_segments_sent_total": 132,
        "domain_tcp_retransmits_total": 7,
        "domain_tcp_longest_round_trip_seconds": 0.004853,
    }


def test_a_qemu_without_connections_has_none_to_judge() -> None:
    """Its disks are files."""
    others = LINES.replace("pid=4242", "pid=7")

    assert {getattr(value, "reason", None) for value in readings(others).values()} == {
        Reason.NOT_APPLICABLE
    }


def test_whose_a_connection_is_only_root_sees() -> None:
    """It leaves the users out for others."""
    hidden = "ESTAB 0 0 10.77.0.1:49122 10.77.0.254:43402 cubic rtt:4.853/2.1 data_segs_out:1\n"
    (reason,) = {getattr(value, "reason", None) for value in readings(hidden).values()}

    assert reason is Reason.DENIED


def test_no_ss_is_its_absence() -> None:
    """For each signal."""
    missing = Absent(Reason.MISSING, "package iproute2")
    rows = list(COLLECTOR.parse(Answers({SOCKETS: missing}), FOUND))

    assert [row.value for row in rows if isinstance(row, Reading)] == [missing] * 3


@given(grown(LINES))
def test_any_text_is_read(text: str) -> None:
    """Every signal has a value or a reason."""
    assert len(readings(text)) == len(COLLECTOR.provides)
