"""Tests of machine."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.machine import COLLECTOR
from downstack.model import Absent, Entity, Kind, Reason, Value
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "machine_test" / "debian12-6.18"
CPUINFO = (MACHINE / "proc/cpuinfo").read_text()
BARE = CPUINFO.replace(" hypervisor ", " vmx ")
ARM = "processor\t: 0\nFeatures\t: fp asimd evtstrm\nCPU architecture: 8\n"


def seen(cpuinfo: str, **files: str) -> dict[str, Value]:
    """Return the readings of a machine by signal name."""
    paths = {"/proc/cpuinfo": cpuinfo} | {f"/sys/class/dmi/id/{k}": v for k, v in files.items()}
    texts = {Request(Way.FILE, path): text for path, text in paths.items()}
    texts[Request(Way.GLOB, "/dev/kv[m]")] = ""
    rows = parse(COLLECTOR, texts)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_a_guest_is_also_looked_at_from_inside() -> None:
    """Its CPU has the hypervisor flag; /dev/kvm is there."""
    snapshot = look([COLLECTOR], MACHINE)
    host = values(snapshot, Kind.HOST, "host1")

    assert host["host_role"] == "guest"
    assert host["host_kvm"] == "available"
    assert host["host_kernel_version"] == "6.18.44"
    assert host["host_system"] == "Debian GNU/Linux 12 (bookworm)"
    assert host["host_cpu_model"] == "Intel(R) Xeon(R) Processor"
    assert host["host_uptime_seconds"] == pytest.approx(2671.52)
    assert [one.name for one in snapshot.of_kind(Kind.GUEST)] == ["host1"]


def test_what_the_firmware_does_not_say_is_missing() -> None:
    """This machine has no DMI."""
    host = values(look([COLLECTOR], MACHINE), Kind.HOST, "host1")

    assert host["host_uuid"] == Absent(Reason.MISSING)


def test_without_the_flag_it_is_bare_metal_and_no_guest() -> None:
    """The same CPU without a hypervisor, but with vmx and no /dev/kvm."""
    rows = parse(COLLECTOR, {Request(Way.FILE, "/proc/cpuinfo"): BARE})

    assert seen(BARE)["host_role"] == "bare_metal"
    assert seen(BARE)["host_kvm"] == "no_device"
    assert not [row for row in rows if isinstance(row, Entity) and row.kind is Kind.GUEST]


def test_a_cpu_without_the_extension_cannot_run_kvm() -> None:
    """No vmx, no svm, no /dev/kvm."""
    assert seen(CPUINFO)["host_kvm"] == "no_extension"


def test_an_arm_cpu_leaves_the_role_to_the_vendor() -> None:
    """It has no flags; without a vendor nothing is claimed."""
    role = seen(ARM)["host_role"]

    assert seen(ARM, sys_vendor="QEMU\n")["host_role"] == "guest"
    assert isinstance(role, Absent)
    assert role.reason is Reason.UNSUPPORTED


def test_the_uuid_is_in_lower_case_as_libvirt_writes_it() -> None:
    """So that it joins with the key of the domain."""
    host = seen(BARE, product_uuid="4C4C4544-0042-3510-8054-B7C04F564432\n")

    assert host["host_uuid"] == "4c4c4544-0042-3510-8054-b7c04f564432"


@given(grown(CPUINFO), grown("2671.52 3184.64\n"))
def test_any_text_gives_every_signal_a_value_or_a_reason(cpuinfo: str, uptime: str) -> None:
    """Neither an exception nor an infinite number."""
    texts = {"/proc/cpuinfo": cpuinfo, "/proc/uptime": uptime, "/etc/os-release": cpuinfo}
    rows = parse(COLLECTOR, {Request(Way.FILE, path): text for path, text in texts.items()})

    assert {row.signal for row in rows if isinstance(row, Reading)} == set(COLLECTOR.provides)
