"""Tests of how a target is named."""

import pytest

from downstack.cli.exit import WrongUseError
from downstack.cli.target import resolve
from downstack.model import Absent, Entity, Kind, Reason, Snapshot

HOST = Entity(Kind.HOST, "host", "h1")
DB1, DB2 = Entity(Kind.DOMAIN, "u1", "db1"), Entity(Kind.DOMAIN, "u2", "db2")
INSIDE = Entity(Kind.GUEST, "self", "h1")
SNAPSHOT = Snapshot([HOST, DB1, DB2])


@pytest.mark.parametrize(
    ("text", "entity"),
    [("db1", DB1), ("vm/db2", DB2), ("vm/u1", DB1), ("host/h1", HOST), ("self", HOST)],
)
def test_names_one_thing(text: str, entity: Entity) -> None:
    """Bare, exact, by UUID, and this machine."""
    assert resolve(text, SNAPSHOT) == entity


def test_self_is_the_guest_when_this_machine_is_one() -> None:
    """A tenant sees only the inside."""
    assert resolve("self", Snapshot([HOST, INSIDE])) == INSIDE


def test_misspelt_name_gets_a_hint() -> None:
    """One line, with what was probably meant."""
    with pytest.raises(WrongUseError, match="did you mean vm/db1"):
        resolve("vm/bd1", SNAPSHOT)


def test_ambiguous_name_lists_the_exact_ones() -> None:
    """Two VMs of one name on a host of plain QEMUs."""
    twin = Entity(Kind.DOMAIN, "u3", "db1")

    with pytest.raises(WrongUseError, match="vm/u1, vm/u3"):
        resolve("db1", Snapshot([DB1, twin]))


def test_what_was_not_waited_for_is_not_called_missing() -> None:
    """A host that answered late may have that VM."""
    late = Absent(Reason.TIMED_OUT, "h1 to answer in time")
    with pytest.raises(WrongUseError, match="allow more by --deadline"):
        resolve("vm/db1", Snapshot([HOST], [], {HOST: {"host_load": late}}))
    with pytest.raises(WrongUseError, match="no VM was found"):
        resolve("vm/db1", Snapshot([HOST]))


WEB = Entity(Kind.POD, "p1", "shop/web-1")
OTHER = Entity(Kind.POD, "p2", "test/web-1")
NODE = Entity(Kind.NODE, "worker1", "worker1")
CLUSTER = Entity(Kind.KUBE_CLUSTER, "c1", "cluster c1")


@pytest.mark.parametrize(
    ("text", "entity"),
    [("pod/shop/web-1", WEB), ("pod/web-1", WEB), ("pod/p1", WEB), ("node/worker1", NODE)],
)
def test_names_things_of_a_cluster(text: str, entity: Entity) -> None:
    """By namespace and name, by a name that is there once, by UID."""
    assert resolve(text, Snapshot([HOST, DB1, CLUSTER, NODE, WEB])) == entity


def test_names_parts_of_ceph() -> None:
    """An OSD also by its number alone, as `ceph` itself calls it."""
    pool = Entity(Kind.CEPH_POOL, "f/1", "vms")
    osd = Entity(Kind.CEPH_OSD, "f/osd.3", "osd.3")
    snapshot = Snapshot([HOST, pool, osd])

    assert [resolve(text, snapshot) for text in ("osd/3", "osd/osd.3", "pool/vms")] == [
        osd,
        osd,
        pool,
    ]


def test_pod_of_two_namespaces_is_ambiguous() -> None:
    """The exact names are what one can type."""
    with pytest.raises(WrongUseError, match="pod/shop/web-1, pod/test/web-1"):
        resolve("pod/web-1", Snapshot([CLUSTER, WEB, OTHER]))


def test_misspelt_pod_lists_pods() -> None:
    """Not VMs."""
    with pytest.raises(WrongUseError, match="did you mean pod/shop/web-1"):
        resolve("pod/shop/web-2", Snapshot([DB1, CLUSTER, WEB]))


def test_pods_that_may_not_be_listed_are_not_called_missing() -> None:
    """The right is named; without a cluster the option."""
    right = Absent(Reason.DENIED, "the right to list pods (RBAC)")
    blind = Snapshot([CLUSTER], [], {CLUSTER: {"kube_cluster_pods_count": right}})
    with pytest.raises(WrongUseError, match=r"the right to list pods \(RBAC\)"):
        resolve("pod/shop/web-1", blind)
    with pytest.raises(WrongUseError, match="--kubeconfig"):
        resolve("pod/shop/web-1", Snapshot([HOST]))


def test_unknown_prefix_is_wrong_use() -> None:
    """Pods come with Kubernetes."""
    with pytest.raises(WrongUseError, match="a target is self"):
        resolve("pud/a/b", SNAPSHOT)
