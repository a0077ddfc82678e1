"""Tests of qemu_processes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collector import Reading
from downstack.collectors.qemu_processes import COLLECTOR, Process, read_stat, split_commas
from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "domains_test" / "two_guests"
STAT = (MACHINE / "proc/13756/stat").read_text()


@pytest.fixture(scope="module")
def seen() -> Snapshot:
    """Return what this collector alone sees."""
    return look([COLLECTOR], MACHINE)


def domain_of(command_line: str) -> dict[str, object]:
    """Return the readings of a QEMU with this command line, by the name of the signal."""
    texts = {
        Request(Way.FILE, "/proc/7/cmdline"): command_line.replace(" ", "\0") + "\0",
        Request(Way.FILE, "/proc/7/stat"): STAT,
    }
    rows = parse(COLLECTOR, texts)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_a_domain_of_libvirt_has_its_uuid_and_its_name(seen: Snapshot) -> None:
    """The key is what libvirt, Nova and the guest's SMBIOS have in common."""
    names = {one.key: one.name for one in seen.of_kind(Kind.DOMAIN)}

    assert names["8b307e7e-34ff-5534-a648-b7b93bafba52"] == "db1"
    assert names["6f1d1f0a-3c1f-4e1b-9a44-0a3a7b8c9d01"] == "single,comma"


def test_a_qemu_without_a_uuid_is_known_by_its_process(seen: Snapshot) -> None:
    """The pid alone would be given to another process one day."""
    keys = [one.key for one in seen.of_kind(Kind.DOMAIN) if one.name in {"plain1", "pid 31692"}]

    assert keys == ["pid:31690:222151", "pid:31692:222151"]


def test_reads_how_it_was_started(seen: Snapshot) -> None:
    """Two vCPUs by TCG, started by libvirt 1148 s ago."""
    db1 = values(seen, Kind.DOMAIN, "db1")

    assert db1["domain_qemu_pid"] == "13756"
    assert db1["domain_manager"] == "libvirt"
    assert db1["domain_accelerator"] == "tcg"
    assert db1["domain_started_vcpus_count"] == 2.0
    assert db1["domain_qemu_process_state"] == "running"
    assert db1["domain_qemu_age_seconds"] == pytest.approx(2712.95 - 1564.86)


def test_finds_the_monitor_of_a_plain_qemu(seen: Snapshot) -> None:
    """By -qmp, by -mon with a chardev, and none where there is none."""
    sockets = {
        one.name: seen.value(one, "domain_qemu_monitor") for one in seen.of_kind(Kind.DOMAIN)
    }

    assert sockets["plain1"] == "/run/plain1.qmp"
    assert sockets["single,comma"] == "/run/single.qmp"
    assert isinstance(sockets["pid 31692"], Absent)


def test_only_libvirts_own_domains_hang_on_libvirtd(seen: Snapshot) -> None:
    """A plain QEMU does not suffer when libvirtd is down."""
    managed = seen.follow(Entity(Kind.DAEMON, "libvirtd"), (Edge.MANAGES,))

    assert [one.name for one in managed] == ["db1", "web1"]


def test_every_domain_has_a_host_and_a_guest(seen: Snapshot) -> None:
    """The host by its hostname, the guest by the key of the domain."""
    (host,) = seen.of_kind(Kind.HOST)
    guests = seen.follow(host, (Edge.HOSTS, Edge.INSIDE))

    assert host.name == "lab-rec1"
    assert [guest.key for guest in guests] == [one.key for one in seen.of_kind(Kind.DOMAIN)]


def test_other_processes_are_no_domains() -> None:
    """An editor that has qemu in its arguments runs no guest."""
    assert domain_of("vi /etc/libvirt/qemu.conf") == {}


def test_proxmox_is_known_by_its_monitor() -> None:
    """Proxmox starts kvm with its sockets below /var/run/qemu-server."""
    socket = "socket,id=qmp,path=/var/run/qemu-server/100.qmp,server=on,wait=off"
    row = domain_of(
        f"/usr/bin/kvm -id 100 -name shop,debug-threads=on -chardev {socket} "
        "-mon chardev=qmp,mode=control -smp 4,sockets=1,cores=4 -enable-kvm"
    )

    assert row["domain_metadata"] == "qemu-server"
    assert row["domain_accelerator"] == "kvm"
    assert row["domain_qemu_monitor"] == "/var/run/qemu-server/100.qmp"


def test_a_pod_has_a_libvirtd_of_its_own() -> None:
    """KubeVirt: the host's libvirtd, which is not there, does not manage the domain."""
    line = '-object\0{"qom-type":"secret","id":"masterKey0"}'
    texts = {
        Request(Way.FILE, "/proc/7/cmdline"): f"/usr/libexec/qemu-kvm\0{line}\0",
        Request(Way.FILE, "/proc/7/cgroup"): "0::/kubepods.slice/kubepods-pod1.slice/cri-1.scope\n",
    }
    rows = parse(COLLECTOR, texts)
    found = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}
    edges = {row.edge for row in rows if isinstance(row, Connection)}

    assert found["domain_manager"] == "libvirt"
    assert found["domain_metadata"] == "http://kubevirt.io"
    assert Edge.MANAGES not in edges


def test_a_choice_of_accelerators_is_not_guessed() -> None:
    """kvm:tcg falls back silently: only the names of the threads tell."""
    value = domain_of("qemu-system-x86_64 -machine q35,accel=kvm:tcg")["domain_accelerator"]

    assert isinstance(value, Absent)


def test_vcpus_follow_from_the_topology() -> None:
    """Two sockets of three cores of two threads; without -smp there is one."""
    row = domain_of("qemu-system-x86_64 -smp sockets=2,cores=3,threads=2")

    assert row["domain_started_vcpus_count"] == 12.0
    assert domain_of("qemu-system-x86_64 -m 64")["domain_started_vcpus_count"] == 1.0


def test_finds_the_vhost_threads_of_a_domain() -> None:
    """Before Linux 6.4 they are kernel threads that carry the pid in their name."""
    texts = {
        Request(Way.FILE, "/proc/7/cmdline"): "qemu-system-x86_64\0-m\0" + "64\0",
        Request(Way.FILE, "/proc/7/stat"): STAT.replace("13756", "7"),
        Request(Way.FILE, "/proc/9/stat"): STAT.replace("13756 (qemu-system-x86)", "9 (vhost-7)"),
    }
    rows = parse(COLLECTOR, texts)
    found = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert found["domain_qemu_vhost_threads"] == "9"


def test_a_comma_in_a_name_is_doubled() -> None:
    """QEMU's own escape."""
    assert split_commas("guest=a,,b,debug-threads=on") == ["guest=a,b", "debug-threads=on"]


def test_a_name_of_a_thread_may_hold_anything() -> None:
    """Only the last parenthesis ends it."""
    stat = read_stat("7 (a) b (c) S 1 2 3")

    assert stat is not None
    assert (stat.comm, stat.field(3)) == ("a) b (c", "S")


def test_what_could_not_be_read_is_absent() -> None:
    """The process ended between the two files."""
    process = Process("7", ("qemu-system-x86_64",), None, 1.0)
    texts = {Request(Way.FILE, "/proc/7/cmdline"): "qemu-system-x86_64\0"}
    rows = parse(COLLECTOR, texts)
    found = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}
    state = found["domain_qemu_process_state"]

    assert process.entity.key == "pid:7:?"
    assert isinstance(state, Absent)
    assert state.reason is Reason.MISSING


COMMAND_LINE = (MACHINE / "proc/31690/cmdline").read_text().replace("\0", " ")


@given(grown(COMMAND_LINE), grown(STAT), st.booleans())
def test_any_command_line_is_read(line: str, stat: str, nul: bool) -> None:  # noqa: FBT001
    """Neither an exception nor an infinite number."""
    texts = {
        Request(Way.FILE, "/proc/7/cmdline"): line.replace(" ", "\0") if nul else line,
        Request(Way.FILE, "/proc/7/stat"): stat,
        Request(Way.FILE, "/proc/uptime"): stat,
    }

    assert len(parse(COLLECTOR, texts)) in {0, 12}
