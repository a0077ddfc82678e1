"""Tests of kube_places: which machine a node is, which domain a VMI."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collector import Row
from downstack.collectors.domains import DOMAINS
from downstack.collectors.kube_cluster import NODES, PODS, VERSION
from downstack.collectors.kube_places import COLLECTOR, MACHINE_ID, spellings
from downstack.collectors.kube_vmis import VMIS
from downstack.collectors.machine import HOSTNAME, UUID
from downstack.model import Connection, Edge, Kind
from downstack.source import Answer, Answers, Raw, Request, Way
from tests.support.grown import grown
from tests.support.tapes import NOTHING, read, tape

DB1 = "5d307ca9-b3ef-428c-8861-06e72d69f223"
SWAPPED = "a97c305d-efb3-8c42-8861-06e72d69f223"
POD = "8a2c14d5-51c1-4a6e-9d6e-0b6f1f9a7c11"
CPUINFO = Request(Way.FILE, "/proc/cpuinfo")
HYPERVISOR = "flags\t\t: fpu hypervisor\n"


def node(name: str, uuid: str, machine: str = "") -> dict[str, object]:
    """Return a node of this identity."""
    info = {"systemUUID": uuid, "machineID": machine}
    return {"metadata": {"name": name}, "status": {"nodeInfo": info}}


def answered(nodes: list[object], more: dict[Request, str]) -> list[Row]:
    """Return what is made of these nodes and texts."""
    texts = {VERSION: "{}", NODES: json.dumps({"items": nodes})} | more
    return list(COLLECTOR.parse(Answers({r: Raw(t, 1.0) for r, t in texts.items()}), NOTHING))


def joined(found: list[Row]) -> set[tuple[Edge, str, str]]:
    """Return the connections by the keys of their ends."""
    links = [row for row in found if isinstance(row, Connection)]
    return {(one.edge, one.cause.key, one.victim.key) for one in links}


LIBVIRT = {DOMAINS: json.dumps([{"uuid": DB1, "name": "db1", "active": True}])}


@pytest.mark.parametrize("uuid", [DB1, DB1.upper(), SWAPPED])
def test_node_is_a_domain_of_this_host(uuid: str) -> None:
    """By the SMBIOS UUID, also as old firmware tells it."""
    found = answered([node("worker1", uuid), node("other", "x")], LIBVIRT)

    assert joined(found) == {(Edge.INSIDE, DB1, DB1), (Edge.BECOMES, DB1, "worker1")}
    assert read(found, Kind.NODE, "worker1")["node_place"] == "guest"
    assert read(found, Kind.NODE, "other")["node_place"] == "elsewhere"


def test_node_is_this_machine_inside() -> None:
    """Then it is the guest that is looked at from inside."""
    more = {MACHINE_ID: "3d1219c7c4c5404aaa1f6d2a48adfda4\n", CPUINFO: HYPERVISOR}
    found = answered([node("worker1", "3D1219C7C4C5404AAA1F6D2A48ADFDA4")], more)

    assert joined(found) == {(Edge.BECOMES, "self", "worker1")}
    assert read(found, Kind.NODE)["node_place"] == "here"


def test_node_is_this_machine_of_metal() -> None:
    """Then the host bears it."""
    more = {UUID: f"{DB1}\n", CPUINFO: "flags\t\t: fpu\n"}

    assert joined(answered([node("metal", DB1)], more)) == {(Edge.BEARS, "host", "metal")}


def test_clones_with_one_machine_id_are_told_apart_by_name() -> None:
    """A template that was copied with its /etc/machine-id."""
    clones = [node(name, "", "feed") for name in ("worker1", "worker2")]
    more = {MACHINE_ID: "feed\n", CPUINFO: HYPERVISOR}

    named = answered(list(clones), more | {HOSTNAME: "worker2.example\n"})
    assert joined(named) == {(Edge.BECOMES, "self", "worker2")}
    assert joined(answered(list(clones), more | {HOSTNAME: "gateway\n"})) == set()


def stat(pid: int, name: str, state: str) -> dict[Request, str]:
    """Return /proc/PID/stat of a process."""
    path = f"/proc/{pid}/stat"
    return {Request(Way.FILE, path): f"{pid} ({name}) {state} 1 1 1 0 -1 4194560"}


@pytest.mark.parametrize(
    ("processes", "kubelet"),
    [
        (stat(7, "kubelet", "S"), "runs"),
        (stat(7, "kubelet", "T"), "stopped"),
        (stat(7, "bash", "S"), "absent"),
        (stat(7, "kubelet", "T") | stat(8, "kubelet", "S"), "runs"),
    ],
)
def test_kubelet_of_this_machine(processes: dict[Request, str], kubelet: str) -> None:
    """By the process table of the machine that is the node."""
    more = {MACHINE_ID: "feed\n", CPUINFO: HYPERVISOR} | processes
    found = answered([node("worker1", "feed")], more)

    assert read(found, Kind.NODE)["node_kubelet_process"] == kubelet


def test_kubelet_in_a_container_is_not_this_machine_s() -> None:
    """Clusters in containers, such as for tests."""
    cgroup = f"0::/kubepods/burstable/pod{POD}/{'ab' * 32}\n"
    more = {MACHINE_ID: "feed\n", CPUINFO: HYPERVISOR} | stat(7, "kubelet", "S")
    found = answered(
        [node("worker1", "feed")], more | {Request(Way.FILE, "/proc/7/cgroup"): cgroup}
    )

    assert read(found, Kind.NODE)["node_kubelet_process"] == "absent"


QEMU = f"qemu-system-x86_64\0-name\0guest=default_vm1\0-uuid\0{DB1}\0"
VMI = {
    "metadata": {"name": "vm1", "namespace": "default", "uid": "a1"},
    "spec": {"domain": {"firmware": {"uuid": DB1.upper()}}},
}
LAUNCHER = {
    "metadata": {
        "name": "virt-launcher-vm1-x",
        "namespace": "default",
        "uid": POD,
        "labels": {"kubevirt.io": "virt-launcher", "kubevirt.io/created-by": "a1"},
    }
}
IN_POD = {
    Request(Way.FILE, "/proc/42/cmdline"): QEMU,
    Request(Way.FILE, "/proc/42/cgroup"): f"4:cpu:/kubepods/burstable/pod{POD}/{'cd' * 32}\n",
    PODS: json.dumps({"items": [LAUNCHER]}),
}


def test_vmi_is_the_domain_of_its_uuid() -> None:
    """And its launcher pod launches it, which the cgroup of QEMU shows as well."""
    found = answered([], IN_POD | {VMIS: json.dumps({"items": [VMI]})})

    assert joined(found) == {(Edge.EMBODIES, DB1, "default/vm1"), (Edge.LAUNCHES, POD, DB1)}


def test_vmi_without_uuid_is_the_domain_in_its_launcher() -> None:
    """By the cgroup alone."""
    plain = {**VMI, "spec": {}}
    found = answered([], IN_POD | {VMIS: json.dumps({"items": [plain]})})

    assert (Edge.EMBODIES, DB1, "default/vm1") in joined(found)


def test_spellings_of_what_is_no_uuid() -> None:
    """They stay as they are."""
    assert spellings("abc") == ("abc", "abc")
    assert spellings(DB1) == (DB1, SWAPPED)


@given(st.data())
def test_grown_answers_never_break_it(data: st.DataObject) -> None:
    """Half an answer is no answer."""
    texts = {r: a.text for r, a in tape("healthy").items() if isinstance(a, Raw)}
    chosen = data.draw(st.sampled_from([NODES, PODS]))
    answers: dict[Request, Answer] = {r: Raw(t, 1.0) for r, t in (texts | LIBVIRT).items()}
    answers[chosen] = Raw(data.draw(grown(texts[chosen])), 1.0)

    assert isinstance(list(COLLECTOR.parse(Answers(answers), NOTHING)), list)
