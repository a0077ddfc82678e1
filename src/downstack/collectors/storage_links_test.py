"""Tests of storage_links."""

from hypothesis import given

from downstack.collector import Row
from downstack.collectors.qemu_sockets import SOCKETS
from downstack.collectors.storage_links import COLLECTOR, ROUTES
from downstack.model import Connection, Edge, Entity, Kind, Snapshot
from tests.support.grown import grown, parse

DOMAIN = Entity(Kind.DOMAIN, "u1", "db1")
DISK = Entity(Kind.DISK, "u1/vda", "db1/vda")
IMAGE = Entity(Kind.BACKEND, "rbd:vms/db1", "vms/db1")
FILE = Entity(Kind.BACKEND, "file:/srv/a", "/srv/a")
BRIDGE, UPLINK = Entity(Kind.LINK, "br-lab", "br-lab"), Entity(Kind.LINK, "uplink", "uplink")
FOUND = Snapshot(
    (),
    (
        Connection(Edge.BACKS, IMAGE, DISK),
        Connection(Edge.BACKS, FILE, DISK),
        Connection(Edge.DISK_OF, DISK, DOMAIN),
        Connection(Edge.BRIDGES, UPLINK, BRIDGE),
    ),
    {
        DOMAIN: {"domain_qemu_pid": "4242"},
        IMAGE: {"backend_type": "rbd"},
        FILE: {"backend_type": "file"},
    },
)
LINES = """\
ESTAB 0      0          10.77.0.1:49122    10.77.0.254:43402 users:(("qemu-system-x86",pid=4242,\
fd=31)) cubic rtt:4.853/2.1
ESTAB 0      0          192.168.7.1:22     192.168.7.9:5000  users:(("sshd",pid=99,fd=4)) cubic
"""
"""Lines as `ss -tinpHO` of iproute2 6.1 writes them, cut to the fields that matter."""
TABLE = """[{"dst": "default", "gateway": "192.168.7.254", "dev": "eth0", "flags": []},
{"dst": "10.77.0.0/24", "dev": "br-lab", "protocol": "kernel", "flags": []},
{"dst": "192.168.7.0/24", "dev": "eth0", "flags": []}]
"""
"""As `ip -j route` writes it."""


def ways(lines: str = LINES, table: str = TABLE) -> list[tuple[str, str]]:
    """Return which interfaces lead to which storage."""
    rows = parse(COLLECTOR, {SOCKETS: lines, ROUTES: table}, FOUND)
    links = [row for row in rows if isinstance(row, Connection)]
    return sorted((one.cause.name, one.victim.name) for one in links)


def test_finds_the_bridge_and_its_uplink() -> None:
    """The route names the bridge, which sends through what carries it; a file needs no network."""
    assert ways() == [("br-lab", "vms/db1"), ("uplink", "vms/db1")]


def test_the_narrowest_route_counts() -> None:
    """All else goes by the default route."""
    elsewhere = LINES.replace("10.77.0.254", "172.16.0.9")

    assert ways(elsewhere) == [("eth0", "vms/db1")]


def test_several_next_hops_are_all_taken() -> None:
    """The kernel spreads connections over them."""
    table = '[{"dst": "default", "nexthops": [{"dev": "eth0"}, {"dev": "eth1"}]}]'

    assert ways(table=table) == [("eth0", "vms/db1"), ("eth1", "vms/db1")]


def test_without_a_connection_or_a_route_nothing_is_joined() -> None:
    """Another process, no table."""
    assert ways(LINES.replace("4242", "4243")) == []
    assert ways(table="[]") == []


def test_asks_only_where_storage_is_remote() -> None:
    """Files need no network."""
    local = Snapshot((), (), {FILE: {"backend_type": "file"}})

    assert list(COLLECTOR.asks(FOUND)) == [SOCKETS, ROUTES]
    assert list(COLLECTOR.asks(local)) == []


@given(lines=grown(LINES), table=grown(TABLE))
def test_survives_any_text(lines: str, table: str) -> None:
    """Read or left out, never raised."""
    rows: list[Row] = list(parse(COLLECTOR, {SOCKETS: lines, ROUTES: table}, FOUND))

    assert all(isinstance(row, Connection) for row in rows)
