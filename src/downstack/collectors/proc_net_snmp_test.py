"""Tests of proc_net_snmp."""

from pathlib import Path

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.proc_net_snmp import COLLECTOR, NETSTAT, SNMP
from downstack.model import Absent, Kind, Reason
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "proc_net_snmp_test" / "debian12-6.18"


def test_reads_each_counter_by_its_name() -> None:
    """OutSegs 15654, RetransSegs 1."""
    host = values(look([COLLECTOR], MACHINE), Kind.HOST, "host")

    assert host["host_tcp_segments_sent_total"] == 15654.0
    assert host["host_tcp_retransmits_total"] == 1.0
    assert host["host_tcp_listen_drops_total"] == 0.0
    assert host["host_udp_receive_buffer_errors_total"] == 0.0


def test_a_counter_that_the_kernel_does_not_have_is_unsupported() -> None:
    """Names without numbers are no zeros."""
    rows = parse(COLLECTOR, {SNMP: "Tcp: OutSegs RetransSegs\nTcp: 7\n", NETSTAT: ""})
    seen = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert seen["host_tcp_segments_sent_total"] == 7.0
    assert seen["host_tcp_retransmits_total"] == Absent(
        Reason.UNSUPPORTED, "a kernel that counts it"
    )


@given(
    grown((MACHINE / "proc/net/snmp").read_text()),
    grown((MACHINE / "proc/net/netstat").read_text()),
)
def test_any_text_gives_every_signal_a_value_or_a_reason(snmp: str, netstat: str) -> None:
    """Neither an exception nor an infinite number."""
    rows = parse(COLLECTOR, {SNMP: snmp, NETSTAT: netstat})

    assert {row.signal for row in rows if isinstance(row, Reading)} == set(COLLECTOR.provides)
