"""What this machine is: its name, kernel, hardware, and whether it is itself a guest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.model import Absent, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import machine
from downstack.source import Answers, Raw, Request, Way

HOST = Entity(Kind.HOST, "host", "host")
"""The machine that is looked at; `machine` gives it its name."""
SELF = Entity(Kind.GUEST, "self", "self")
"""The same machine as a guest of another, when it is one."""
UPTIME = Request(Way.FILE, "/proc/uptime")
HOSTNAME = Request(Way.FILE, "/proc/sys/kernel/hostname")
_KERNEL = Request(Way.FILE, "/proc/sys/kernel/osrelease")
_SYSTEM = Request(Way.FILE, "/etc/os-release")
_CPUINFO = Request(Way.FILE, "/proc/cpuinfo")
_VENDOR = Request(Way.FILE, "/sys/class/dmi/id/sys_vendor")
_PRODUCT = Request(Way.FILE, "/sys/class/dmi/id/product_name")
UUID = Request(Way.FILE, "/sys/class/dmi/id/product_uuid")
_DEVICE = Request(Way.GLOB, "/dev/kv[m]")
_NESTED = Request(Way.GLOB, "/sys/module/kvm_*/parameters/nested")
_FLAGS = re.compile(r"^flags\s*:(.*)$", re.MULTILINE)
_MODEL = re.compile(r"^model name\s*:\s*(\S.*?)\s*$", re.MULTILINE)
_NAME = re.compile(r'^PRETTY_NAME="?([^"\n]+)"?$', re.MULTILINE)
_VIRTUAL = ("QEMU", "KVM", "Red Hat", "VMware", "Xen", "Bochs", "OpenStack", "KubeVirt", "innotek")
_SWITCH = {"Y": "yes", "1": "yes", "N": "no", "0": "no"}
_NO_X86 = Absent(Reason.UNSUPPORTED, "an x86 CPU, whose flags tell")


def uptime_of(text: str) -> Value:
    """Return the seconds since boot, from /proc/uptime."""
    words = text.split()
    return number(words[0]) if words else Absent(Reason.MALFORMED, "two numbers")


def _role(cpuinfo: str, vendor: str) -> Value:
    """Say what the CPU says of a hypervisor; one without flags (ARM) leaves it to the vendor."""
    flags = _FLAGS.search(cpuinfo)
    if flags:
        return "guest" if "hypervisor" in flags[1].split() else "bare_metal"
    if any(name in vendor for name in _VIRTUAL):
        return "guest"
    return _NO_X86


def role_of(answers: Answers) -> Value:
    """Return whether this machine is itself a guest, from the answers of DISCOVER."""
    cpuinfo, vendor = answers.text(_CPUINFO), answers.text(_VENDOR)
    if isinstance(cpuinfo, Absent):
        return cpuinfo
    return _role(cpuinfo, "" if isinstance(vendor, Absent) else vendor)


def _kvm(cpuinfo: str, devices: str | Absent) -> Value:
    if isinstance(devices, Absent):
        return devices
    if devices.strip():
        return "available"
    flags = _FLAGS.search(cpuinfo)
    if flags and not {"vmx", "svm"} & set(flags[1].split()):
        return "no_extension"
    return "no_device"


def _nested(answers: Answers) -> Value:
    parameters = [raw.text.strip() for raw in answers.files(_NESTED.what).values()]
    if not parameters:
        return Absent(Reason.MISSING, "the kernel module kvm_intel or kvm_amd")
    return _SWITCH.get(parameters[0], Absent(Reason.MALFORMED, "Y or N"))


def _line(text: str) -> Value:
    return text.strip() or Absent(Reason.MALFORMED, "a line")


def _first(pattern: re.Pattern[str]) -> Callable[[str], Value]:
    def find(text: str) -> Value:
        match = pattern.search(text)
        return match[1] if match else Absent(Reason.UNSUPPORTED, "a kernel that says it")

    return find


_OF_ONE_FILE: tuple[tuple[Signal, Request, Callable[[str], Value]], ...] = (
    (machine.KERNEL, _KERNEL, _line),
    (machine.SYSTEM, _SYSTEM, _first(_NAME)),
    (machine.CPU_MODEL, _CPUINFO, _first(_MODEL)),
    (machine.VENDOR, _VENDOR, _line),
    (machine.PRODUCT, _PRODUCT, _line),
    (machine.UUID, UUID, lambda text: _line(text.lower())),
    (machine.UPTIME, UPTIME, uptime_of),
)


def _asks(_found: Snapshot) -> Iterable[Request]:
    yield from (HOSTNAME, _DEVICE, _NESTED)
    yield from (request for _, request, _ in _OF_ONE_FILE)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    hostname = answers.text(HOSTNAME)
    name = "" if isinstance(hostname, Absent) else hostname.strip()
    yield Entity(Kind.HOST, HOST.key, name or HOST.name)
    cpuinfo, role = answers.text(_CPUINFO), role_of(answers)
    yield Reading(HOST, machine.ROLE, role)
    if role == "guest":
        yield Entity(Kind.GUEST, SELF.key, name or SELF.name)
    flags = "" if isinstance(cpuinfo, Absent) else cpuinfo
    yield Reading(HOST, machine.KVM, _kvm(flags, answers.text(_DEVICE)))
    yield Reading(HOST, machine.NESTED, _nested(answers))
    for signal, request, parse in _OF_ONE_FILE:
        answer = answers.raw(request)
        value = parse(answer.text) if isinstance(answer, Raw) else answer
        yield Reading(HOST, signal, value, answer.at if isinstance(answer, Raw) else 0.0)


COLLECTOR = Collector(
    id="machine",
    round=Round.DISCOVER,
    level=Level.L0,
    provides=(
        machine.ROLE,
        machine.KVM,
        machine.NESTED,
        *(signal for signal, _, _ in _OF_ONE_FILE),
    ),
    asks=_asks,
    parse=_parse,
)
