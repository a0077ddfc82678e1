"""Tests of the nouns."""

import pytest

from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot, Truth

HOST = Entity(Kind.HOST, "host", "h1")
DOMAIN = Entity(Kind.DOMAIN, "u1", "db1")
DISK = Entity(Kind.DISK, "u1/vda", "db1/vda")
BACKEND = Entity(Kind.BACKEND, "file:/x")
SNAPSHOT = Snapshot(
    connections=[
        Connection(Edge.HOSTS, HOST, DOMAIN),
        Connection(Edge.DISK_OF, DISK, DOMAIN),
        Connection(Edge.BACKS, BACKEND, DISK),
    ],
    readings={DOMAIN: {"domain_state": "running"}},
)


def test_truth_refuses_to_be_a_bool() -> None:
    """UNKNOWN must not pass for a yes or a no."""
    with pytest.raises(TypeError, match="never as a bool"):
        bool(Truth.UNKNOWN)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([Truth.TRUE, Truth.TRUE], Truth.TRUE),
        ([Truth.TRUE, Truth.UNKNOWN], Truth.UNKNOWN),
        ([Truth.FALSE, Truth.UNKNOWN], Truth.FALSE),
        ([], Truth.TRUE),
    ],
)
def test_conjunction_is_kleenes(parts: list[Truth], whole: Truth) -> None:
    """One FALSE decides, else one UNKNOWN spoils."""
    assert Truth.every(parts) is whole


def test_connection_refuses_ends_of_another_kind() -> None:
    """A disk hosts nothing."""
    with pytest.raises(ValueError, match="hosts cannot connect disk -> domain"):
        Connection(Edge.HOSTS, DISK, DOMAIN)


def test_follow_walks_edges_forwards_and_backwards() -> None:
    """From the backend to the host that suffers with it."""
    way = (Edge.BACKS, Edge.DISK_OF, Edge.HOSTS.inverse)

    assert SNAPSHOT.follow(BACKEND, way) == (HOST,)
    assert SNAPSHOT.causes_along(HOST, way) == (BACKEND,)


def test_what_nobody_asked_is_absent_and_not_empty() -> None:
    """There is no default reading."""
    assert SNAPSHOT.value(DOMAIN, "domain_pid") == Absent(Reason.NOT_ASKED)
    assert SNAPSHOT.text(DOMAIN, "domain_pid") == ""
    assert SNAPSHOT.text(DOMAIN, "domain_state") == "running"


def test_name_takes_no_part_in_identity() -> None:
    """Entities join by their key."""
    assert Entity(Kind.DOMAIN, "u1", "other name") == DOMAIN
