"""Tests of backend_connections."""

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.backend_connections import COLLECTOR
from downstack.model import (
    Absent,
    Connection,
    Edge,
    Entity,
    Kind,
    Reason,
    Snapshot,
    Value,
)
from downstack.signals import backend, backend_connection, domain
from downstack.source import Answer, Answers, Raw, Request, Way
from tests.support.grown import grown

DOMAIN = Entity(Kind.DOMAIN, "u1", "db1")
DISK = Entity(Kind.DISK, "u1/vda", "db1/vda")
BACKEND = Entity(Kind.BACKEND, "nbd:10.77.0.254:10809:disk", "nbd disk")
COMMAND = Request(Way.COMMAND, "ss -H -t -n -i -p -O dport = :10809")
OURS = Request(Way.LINK, "/proc/self/ns/net")
THEIRS = Request(Way.LINK, "/proc/712/ns/net")
NET = Raw("net:[4026531840]", 1.0)
LINE = (
    'ESTAB 0 0 10.77.0.1:43170 10.77.0.254:10809 users:(("qemu-system-x86",pid=712,fd=14)) cubic '
    "wscale:10,10 rto:208 rtt:4/1.2 mss:1448 cwnd:10 bytes_sent:90180 bytes_retrans:1448 "
    "bytes_acked:88733 segs_out:702 segs_in:640 data_segs_out:400 data_segs_in:420 lastsnd:8 "
    "lastrcv:4 retrans:0/12 rcv_space:14480 minrtt:0.02\n"
)
"""iproute2 6.1, as it prints the connection of a QEMU to its NBD server."""


def found(server: str = "10.77.0.254 10809", transport: str = "tcp") -> Snapshot:
    """Return a VM whose disk is on an NBD server."""
    return Snapshot(
        [DOMAIN, DISK, BACKEND],
        [Connection(Edge.DISK_OF, DISK, DOMAIN), Connection(Edge.BACKS, BACKEND, DISK)],
        {
            DOMAIN: {domain.QEMU_PID.name: "712"},
            BACKEND: {
                backend.TYPE.name: "nbd",
                backend_connection.TRANSPORT.name: transport,
                backend_connection.SERVER.name: server,
            },
        },
    )


def read(text: str, snapshot: Snapshot | None = None, theirs: Answer = NET) -> dict[str, Value]:
    """Return the readings of the backend when ss said this."""
    answers = Answers({COMMAND: Raw(text, 1.0), OURS: NET, THEIRS: theirs})
    rows = COLLECTOR.parse(answers, snapshot or found())
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_reads_a_connection_that_loses() -> None:
    """Twelve of four hundred segments were sent again."""
    assert read(LINE) == {
        "backend_connections_count": 1.0,
        "backend_retransmits_total": 12.0,
        "backend_segments_sent_total": 400.0,
        "backend_round_trip_seconds": 0.004,
    }


def test_a_server_that_is_gone_has_no_connection() -> None:
    """Nothing is listed, or what is listed has come to its end."""
    for text in ("", LINE.replace("ESTAB", "SYN-SENT"), LINE.replace("ESTAB", "CLOSE-WAIT")):
        assert read(text)["backend_connections_count"] == 0.0
        assert read(text)["backend_retransmits_total"] == Absent(
            Reason.MISSING, "a connection to the server"
        )


def test_connections_of_others_do_not_count() -> None:
    """Another process, another server, another port."""
    for text in (
        LINE.replace("pid=712", "pid=99"),
        LINE.replace("10.77.0.254", "10.77.0.25"),
        LINE.replace(":10809 ", ":10810 "),
    ):
        assert read(text)["backend_connections_count"] == 0.0


def test_an_ordinary_user_counts_by_the_address() -> None:
    """Whose it is needs root, where it leads does not."""
    text = LINE.replace('users:(("qemu-system-x86",pid=712,fd=14)) ', "")

    assert read(text)["backend_connections_count"] == 1.0


def test_a_server_by_name_is_known_by_the_process() -> None:
    """No name is looked up; without root nothing is said."""
    named = found("nas.example 10809")
    bare = LINE.replace('users:(("qemu-system-x86",pid=712,fd=14)) ', "")

    assert read(LINE, named)["backend_connections_count"] == 1.0
    assert read(bare, named)["backend_connections_count"] == Absent(
        Reason.DENIED, "root on the host, to tell whose connection it is"
    )


def test_a_mapped_address_is_the_same_address() -> None:
    """A socket for both families prints IPv4 as IPv6."""
    mapped = LINE.replace("10.77.0.254:10809", "[::ffff:10.77.0.254]:10809")

    assert read(mapped)["backend_connections_count"] == 1.0


def test_a_qemu_in_another_network_is_not_judged() -> None:
    """Its connections are not listed here, which does not mean that it has none."""
    for theirs in (Raw("net:[99]", 1.0), Absent(Reason.DENIED)):
        assert isinstance(read("", theirs=theirs)["backend_connections_count"], Absent)


def test_a_socket_of_the_host_is_not_asked_about() -> None:
    """Only TCP; and the usual port where the definition tells none."""
    assert list(COLLECTOR.asks(found(transport="unix"))) == []
    assert list(COLLECTOR.asks(found("10.77.0.254"))) == [COMMAND, OURS, THEIRS]


@given(grown(LINE * 2))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    """Lines cut short, numbers that are none."""
    assert len(read(text)) == 4
