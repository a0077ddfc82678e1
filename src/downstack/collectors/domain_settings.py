"""What a domain's definition asks for: vCPUs, memory, tuning, devices that help a diagnosis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.domains import DOMAINS, Described, described
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import settings, vcpu
from downstack.source import Answers, Request

UNITS = {"": 1024.0, "b": 1.0, "bytes": 1.0, "k": 1024.0, "kib": 1024.0, "kb": 1000.0}
UNITS |= {"m": 2.0**20, "mib": 2.0**20, "mb": 1e6, "g": 2.0**30, "gib": 2.0**30, "gb": 1e9}
UNITS |= {"t": 2.0**40, "tib": 2.0**40, "tb": 1e12}
"""Bytes of the units of https://libvirt.org/formatdomain.html#memory-allocation."""
_PERIOD = 100_000.0
"""Microseconds of a quota's period where the definition names none."""
_MOST_VCPUS = 4096


def text_of(parent: Element, path: str, attribute: str = "") -> str:
    """Return the text or an attribute of a child; "" when there is none."""
    child = parent.find(path)
    if child is None:
        return ""
    return (child.get(attribute) if attribute else child.text or "") or ""


def state_of(signal: Signal, text: str, default: str) -> str:
    """Return the state that *text* names; `other` where the signal has it and not this one."""
    value = text or default
    return value if value in signal.states or "other" not in signal.states else "other"


def present(parent: Element, path: str) -> str:
    """Return yes when there is such a child."""
    return "no" if parent.find(path) is None else "yes"


def _asks(_found: Snapshot) -> Iterable[Request]:
    yield DOMAINS


def _parse(answers: Answers, _found: Snapshot) -> Iterable[Row]:
    for one in described(answers):
        if isinstance(one.xml, Absent):
            for signal in _SIGNALS:
                yield Reading(one.entity, signal, one.xml, one.at)
            continue
        for signal, value in _settings(one.xml):
            yield Reading(one.entity, signal, value, one.at)
        if one.active:
            yield from _vcpus(one, one.xml)


def _settings(xml: Element) -> Iterator[tuple[Signal, Value]]:
    maximum = number(text_of(xml, "vcpu"))
    current = text_of(xml, "vcpu", "current")
    yield settings.VCPUS, number(current) if current else maximum
    yield settings.VCPUS_MAXIMUM, maximum
    yield settings.MEMORY, _size(xml.find("memory"))
    yield settings.MACHINE, text_of(xml, "os/type", "machine") or Absent(Reason.MISSING)
    yield settings.CPU_MODE, state_of(settings.CPU_MODE, text_of(xml, "cpu", "mode"), "default")
    model = text_of(xml, "cpu/model")
    yield settings.CPU_MODEL, model or Absent(Reason.NOT_APPLICABLE, "a named CPU model")
    yield settings.CLOCK, state_of(settings.CLOCK, text_of(xml, "clock", "offset"), "utc")
    yield settings.ON_CRASH, state_of(settings.ON_CRASH, text_of(xml, "on_crash"), "destroy")
    yield from _memory(xml)
    yield from _tuning(xml)
    yield from _devices(xml)


def _size(element: Element | None) -> Value:
    if element is None:
        return Absent(Reason.MISSING)
    unit = UNITS.get((element.get("unit") or "").lower())
    return Absent(Reason.MALFORMED) if unit is None else number(element.text or "", unit)


def _memory(xml: Element) -> Iterator[tuple[Signal, Value]]:
    yield settings.HUGEPAGES, present(xml, "memoryBacking/hugepages")
    yield settings.LOCKED, present(xml, "memoryBacking/locked")
    page = xml.find("memoryBacking/hugepages/page")
    size = (
        number(page.get("size", ""), UNITS.get(page.get("unit", "").lower(), 1024.0))
        if (page is not None)
        else Absent(Reason.NOT_APPLICABLE, "a size of huge pages in the definition")
    )
    yield settings.HUGEPAGE_SIZE, size
    bound = xml.find("numatune/memory")
    mode = "none" if bound is None else bound.get("mode", "strict")
    yield settings.NUMA_MODE, mode
    nodes = "" if bound is None else bound.get("nodeset", "")
    yield settings.NUMA_NODES, nodes or Absent(Reason.NOT_APPLICABLE, "a binding to nodes")


def _tuning(xml: Element) -> Iterator[tuple[Signal, Value]]:
    cpus = text_of(xml, "cputune/emulatorpin", "cpuset")
    yield settings.EMULATOR_CPUS, cpus or Absent(Reason.NOT_APPLICABLE, "a pin of the emulator")
    for signal, prefix in (
        (settings.VCPU_QUOTA, ""),
        (settings.GLOBAL_QUOTA, "global_"),
        (settings.EMULATOR_QUOTA, "emulator_"),
    ):
        yield signal, _quota(xml, f"cputune/{prefix}quota", f"cputune/{prefix}period")
    shares = text_of(xml, "cputune/shares")
    yield (
        settings.SHARES,
        number(shares) if shares else Absent(Reason.NOT_APPLICABLE, "a weight in the definition"),
    )


def _quota(xml: Element, quota_path: str, period_path: str) -> Value:
    text = text_of(xml, quota_path)
    quota = number(text) if text else -1.0
    period = number(text_of(xml, period_path) or str(_PERIOD))
    if isinstance(quota, Absent) or isinstance(period, Absent):
        return Absent(Reason.MALFORMED)
    if quota <= 0 or period <= 0:
        return Absent(Reason.NOT_APPLICABLE, "a quota")
    return quota / period


def _devices(xml: Element) -> Iterator[tuple[Signal, Value]]:
    yield settings.AGENT, _agent(xml)
    balloon = xml.find("devices/memballoon")
    model = "none" if balloon is None else balloon.get("model", "")
    virtio = "virtio" if model.startswith("virtio") else model
    yield settings.BALLOON, state_of(settings.BALLOON, virtio, "other")
    period = text_of(xml, "devices/memballoon/stats", "period")
    yield (
        settings.BALLOON_PERIOD,
        number(period)
        if period
        else Absent(Reason.NOT_APPLICABLE, "balloon statistics (<stats period='10'/>)"),
    )
    yield settings.PANIC_DEVICE, present(xml, "devices/panic")
    yield settings.RNG, present(xml, "devices/rng")
    dog = xml.find("devices/watchdog")
    action = "no_device" if dog is None else dog.get("action", "reset")
    yield settings.WATCHDOG, state_of(settings.WATCHDOG, action, "reset")
    iothreads = text_of(xml, "iothreads")
    yield settings.IOTHREADS, number(iothreads) if iothreads else 0.0
    yield (
        settings.HOST_DEVICES,
        float(
            len(xml.findall("devices/hostdev"))
            + len(xml.findall("devices/interface[@type='hostdev']"))
        ),
    )


def _agent(xml: Element) -> str:
    for target in xml.findall("devices/channel/target"):
        if target.get("name") == "org.qemu.guest_agent.0":
            return target.get("state", "disconnected")
    return "none"


def _vcpus(one: Described, xml: Element) -> Iterator[Row]:
    """Yield the vCPUs that are there, each with the CPUs it was pinned to."""
    default = text_of(xml, "vcpu", "cpuset")
    pins = {pin.get("vcpu"): pin.get("cpuset") for pin in xml.findall("cputune/vcpupin")}
    for index in _indices(xml):
        entity = Entity(
            Kind.VCPU, f"{one.entity.key}/vcpu{index}", f"{one.entity.name}/vcpu{index}"
        )
        yield Connection(Edge.VCPU_OF, entity, one.entity)
        cpus = pins.get(str(index)) or default
        free = Absent(Reason.NOT_APPLICABLE, "a pin in the definition")
        yield Reading(entity, vcpu.CONFIGURED_CPUS, cpus or free, one.at)


def _indices(xml: Element) -> list[int]:
    listed = xml.findall("vcpus/vcpu")
    if listed:
        wanted = [v.get("id", "") for v in listed if v.get("enabled") == "yes"]
        return [int(index) for index in wanted if isinstance(number(index), float)]
    count = number(text_of(xml, "vcpu", "current") or text_of(xml, "vcpu"))
    return [] if isinstance(count, Absent) else list(range(int(min(count, _MOST_VCPUS))))


_SIGNALS = tuple(value for value in vars(settings).values() if isinstance(value, Signal))

COLLECTOR = Collector(
    id="domain_settings",
    round=Round.DISCOVER,
    level=Level.L1,
    provides=(*_SIGNALS, vcpu.CONFIGURED_CPUS),
    asks=_asks,
    parse=_parse,
)
