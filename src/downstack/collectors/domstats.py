"""What libvirt counts for all running domains, in one call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.domains import absence, read_json
from downstack.collectors.qemu_processes import UPTIME
from downstack.model import Absent, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import (
    balloon,
    ceph_osd,
    ceph_pool,
    disk,
    domain,
    kvm,
    nic,
    qemu_process,
    settings,
    vcpu,
)
from downstack.source import Answers, Request, Way

BOOTED = "/proc/stat"
_NANO, _KIBI, _ONE = 1e-9, 1024.0, 1.0
_HUNG = {"stopped", "traced", "zombie", "uninterruptible"}
"""To ask about these would hang libvirtd's monitor of the domain."""
_STALE_PERIODS, _STALE_SECONDS = 3.0, 15.0

_Field = tuple[Signal, str, float]
_BALLOON: tuple[_Field, ...] = (
    (balloon.CURRENT, "current", _KIBI),
    (balloon.MAXIMUM, "maximum", _KIBI),
)
_GUEST: tuple[_Field, ...] = (
    (balloon.UNUSED, "unused", _KIBI),
    (balloon.AVAILABLE, "available", _KIBI),
    (balloon.USABLE, "usable", _KIBI),
    (balloon.SWAP_IN, "swap_in", _KIBI),
    (balloon.SWAP_OUT, "swap_out", _KIBI),
    (balloon.MAJOR_FAULTS, "major_fault", _ONE),
)
_VCPU: tuple[_Field, ...] = (
    (vcpu.TIME, "time", _NANO),
    (vcpu.DELAY, "delay", _NANO),
)
_KVM: tuple[_Field, ...] = (
    (kvm.EXITS, "exits.sum", _ONE),
    (kvm.IO_EXITS, "io_exits.sum", _ONE),
    (kvm.MMIO_EXITS, "mmio_exits.sum", _ONE),
    (kvm.HALT_EXITS, "halt_exits.sum", _ONE),
    (kvm.IRQ_EXITS, "irq_exits.sum", _ONE),
    (kvm.INJECTIONS, "irq_injections.sum", _ONE),
    (kvm.PAGE_FAULTS, "pf_taken.sum", _ONE),
    (kvm.EMULATED, "insn_emulation.sum", _ONE),
    (kvm.PREEMPTIONS, "preemption_reported.sum", _ONE),
    (kvm.HALT_WAIT, "halt_wait_ns.sum", _NANO),
)
_POLL = ("halt_poll_success_ns.sum", "halt_poll_fail_ns.sum")
_DISK: tuple[_Field, ...] = (
    (disk.READS, "rd.reqs", _ONE),
    (disk.READ_BYTES, "rd.bytes", _ONE),
    (disk.READ_SECONDS, "rd.times", _NANO),
    (disk.WRITES, "wr.reqs", _ONE),
    (disk.WRITE_BYTES, "wr.bytes", _ONE),
    (disk.WRITE_SECONDS, "wr.times", _NANO),
    (disk.FLUSHES, "fl.reqs", _ONE),
    (disk.FLUSH_SECONDS, "fl.times", _NANO),
    (disk.CAPACITY, "capacity", _ONE),
    (disk.ALLOCATION, "allocation", _ONE),
    (disk.PHYSICAL, "physical", _ONE),
)
_NIC: tuple[_Field, ...] = (
    (nic.RECEIVED_BYTES, "rx.bytes", _ONE),
    (nic.RECEIVED, "rx.pkts", _ONE),
    (nic.RECEIVE_ERRORS, "rx.errs", _ONE),
    (nic.RECEIVE_DROPS, "rx.drop", _ONE),
    (nic.SENT_BYTES, "tx.bytes", _ONE),
    (nic.SENT, "tx.pkts", _ONE),
    (nic.SEND_ERRORS, "tx.errs", _ONE),
    (nic.SEND_DROPS, "tx.drop", _ONE),
)
_VCPU_STATES = vcpu.STATE.states


@dataclass(frozen=True, slots=True)
class _Stats:
    """The fields of one domain and when they were read; or why there are none."""

    fields: Mapping[str, Any]
    missing: Absent | None
    at: float

    def get(self, key: str, scale: float, otherwise: Absent) -> Value:
        """Return one number in base units."""
        value = self.fields.get(key)
        if value is None or isinstance(value, bool):
            return self.missing or otherwise
        return number(str(value), scale)


def _runs(found: Snapshot, entity: Entity) -> bool:
    return not found.text(entity, domain.STATE.name).startswith(("shutoff", "no_state"))


def hangs(found: Snapshot, entity: Entity) -> bool:
    """Return whether a question to this domain's monitor would hang."""
    return found.text(entity, qemu_process.PROCESS_STATE.name) in _HUNG


def waits_for_storage(found: Snapshot, entity: Entity) -> bool:
    """Return whether its QEMU would hang if it were asked about its disks.

    To tell the size of an RBD image QEMU reads it, in its main loop: where Ceph does not answer,
    nothing else of the VM goes on meanwhile.
    """
    pools = found.causes_along(entity, (Edge.HOLDS, Edge.BACKS, Edge.DISK_OF))
    osds = found.causes_along(entity, (Edge.REPLICATES, Edge.HOLDS, Edge.BACKS, Edge.DISK_OF))
    idle = (found.value(pool, ceph_pool.INACTIVE.name) for pool in pools)
    silent = (found.value(osd, ceph_osd.ANSWERS.name) == "silent" for osd in osds)
    return any(float_or_zero(groups) > 0 for groups in idle) or any(silent)


def _known(found: Snapshot) -> list[Entity]:
    """Return the domains which libvirt lists as running."""
    listed = (one for one in found.of_kind(Kind.DOMAIN) if found.text(one, domain.STATE.name))
    return [one for one in listed if _runs(found, one)]


def request(found: Snapshot, *, disks: bool = True) -> Request:
    """Return the one question about all domains whose QEMU can answer, or can but for its disks."""
    able = [one for one in _known(found) if not hangs(found, one)]
    uuids = (one.key for one in able if waits_for_storage(found, one) is not disks)
    return Request(Way.LIBVIRT, "domstats" if disks else "domstats_but_disks", tuple(uuids))


def _asks(found: Snapshot) -> Iterable[Request]:
    asked = [one for one in (request(found), request(found, disks=False)) if one.arguments]
    if asked:
        yield from asked
        yield Request(Way.FILE, UPTIME)
        yield Request(Way.FILE, BOOTED)


def _parse(answers: Answers, found: Snapshot) -> Iterable[Row]:
    now = wall_clock(answers)
    for one in _known(found):
        raw = answers.raw(request(found, disks=not waits_for_storage(found, one)))
        all_stats = {} if isinstance(raw, Absent) else read_json(raw.text)
        fields = all_stats.get(one.key) if isinstance(all_stats, dict) else None
        missing: Absent | None = None
        if hangs(found, one):
            missing = Absent(Reason.NOT_ASKED, "a QEMU that is not stopped")
        elif isinstance(raw, Absent):
            missing = raw
        elif not isinstance(fields, dict):
            missing = Absent(Reason.MISSING, "the domain in libvirt's answer")
        else:
            missing = absence(fields)
        at = 0.0 if isinstance(raw, Absent) else raw.at
        stats = _Stats(fields if isinstance(fields, dict) else {}, missing, at)
        yield from _domain(stats, one, found, now)


def wall_clock(answers: Answers) -> float | Absent:
    """Return the host's time of day in seconds since 1970: the boot, and how long ago it was."""
    uptime, stat = answers.file(UPTIME), answers.file(BOOTED)
    for text in (uptime, stat):
        if isinstance(text, Absent):
            return text
    lines = (line for line in str(stat).splitlines() if line.startswith("btime "))
    booted = number(next(lines, "").removeprefix("btime "))
    since = number(str(uptime).partition(" ")[0])
    if isinstance(booted, Absent) or isinstance(since, Absent):
        return Absent(Reason.MALFORMED)
    return booted + since


def _domain(stats: _Stats, one: Entity, found: Snapshot, now: float | Absent) -> Iterator[Row]:
    silent = Absent(Reason.TIMED_OUT, "QEMU's monitor to answer")
    for signal, field, scale in _BALLOON:
        yield Reading(one, signal, stats.get(f"balloon.{field}", scale, silent), stats.at)
    age = _age(stats, now)
    yield Reading(one, balloon.AGE, age, stats.at)
    stale = _stale(age, found.value(one, settings.BALLOON_PERIOD.name))
    none = Absent(Reason.UNSUPPORTED, "a balloon driver in the guest that counts it")
    # The guest renews these every period: between two looks within one nothing has been counted.
    at = float(round(stats.at - age)) if isinstance(age, float) else stats.at
    for signal, field, scale in _GUEST:
        value = stats.get(f"balloon.{field}", scale, none)
        yield Reading(one, signal, stale or value, at)
    yield from _vcpus(stats, one, found)
    yield from _listed(stats, one, found, _LISTS[0])
    yield from _listed(stats, one, found, _LISTS[1])


def _age(stats: _Stats, now: float | Absent) -> Value:
    none = Absent(Reason.NOT_APPLICABLE, "balloon statistics (<stats period='10'/>)")
    updated = stats.get("balloon.last-update", _ONE, none)
    if isinstance(updated, float) and isinstance(now, float):
        return none if updated <= 0 else max(0.0, now - updated)
    return updated if isinstance(updated, Absent) else now


def _stale(age: Value, period: Value) -> Absent | None:
    """Refuse statistics that the guest has not renewed for several periods."""
    if isinstance(age, Absent):
        return age
    limit = _STALE_SECONDS
    if isinstance(period, float):
        limit = max(limit, _STALE_PERIODS * period)
    if isinstance(age, float) and age > limit:
        return Absent(Reason.STALE, "a guest whose balloon driver answers")
    return None


def _vcpus(stats: _Stats, one: Entity, found: Snapshot) -> Iterator[Row]:
    for place in found.causes_along(one, (Edge.VCPU_OF,)):
        index = place.key.rpartition("/vcpu")[2]
        yield from _vcpu(stats, place, f"vcpu.{index}", found.text(one, domain.ACCELERATOR.name))


def _vcpu(stats: _Stats, place: Entity, prefix: str, accelerator: str) -> Iterator[Row]:
    none = Absent(Reason.MISSING, "this vCPU in libvirt's answer")
    state = stats.get(f"{prefix}.state", _ONE, none)
    named = state if isinstance(state, Absent) else _vcpu_state(float_or_zero(state))
    yield Reading(place, vcpu.STATE, named, stats.at)
    for signal, field, scale in _VCPU:
        yield Reading(place, signal, stats.get(f"{prefix}.{field}", scale, none), stats.at)
    wait = stats.get(f"{prefix}.wait", _NANO, none)
    off = Absent(Reason.UNSUPPORTED, "sysctl kernel.sched_schedstats=1")
    yield Reading(place, vcpu.WAIT, off if wait == 0.0 else wait, stats.at)
    old = Absent(Reason.UNSUPPORTED, "libvirt 8.9 and QEMU 7.1, which count KVM's exits")
    plain = Absent(Reason.NOT_APPLICABLE, "KVM")
    otherwise = plain if accelerator == "tcg" else old
    for signal, field, scale in _KVM:
        yield Reading(place, signal, stats.get(f"{prefix}.{field}", scale, otherwise), stats.at)
    polls = [stats.get(f"{prefix}.{field}", _NANO, otherwise) for field in _POLL]
    lacking = next((poll for poll in polls if isinstance(poll, Absent)), None)
    yield Reading(place, kvm.HALT_POLL, lacking or sum(map(float_or_zero, polls)), stats.at)


def float_or_zero(value: Value) -> float:
    """Return a number; zero for what is none (the caller has looked)."""
    return value if isinstance(value, float) else 0.0


def _vcpu_state(number_of_state: float) -> Value:
    known = 0 <= number_of_state < len(_VCPU_STATES)
    return _VCPU_STATES[int(number_of_state)] if known else Absent(Reason.MALFORMED)


@dataclass(frozen=True, slots=True)
class _List:
    """How one numbered list of fields joins with entities: by `name`, in `prefix`.N.name."""

    prefix: str
    via: Edge
    fields: tuple[_Field, ...]
    name: Callable[[Snapshot, Entity], str]


_LISTS = (
    _List("block", Edge.DISK_OF, _DISK, lambda _found, one: one.key.rpartition("/")[2]),
    _List("net", Edge.NIC_OF, _NIC, lambda found, one: found.text(one, nic.TAP.name)),
)


def _listed(stats: _Stats, one: Entity, found: Snapshot, what: _List) -> Iterator[Row]:
    """Yield the counters of the disks or interfaces; one that is not listed has none.

    With NOWAIT a QEMU whose monitor is busy has an empty list, or one without counters.
    """
    places = _places(stats.fields, what.prefix)
    counted = any(key.endswith(".rd.reqs") for key in stats.fields)
    busy = Absent(Reason.TIMED_OUT, "QEMU's monitor to answer")
    if waits_for_storage(found, one):
        busy = Absent(Reason.NOT_ASKED, "storage that answers: else the question would stop the VM")
    other = Absent(Reason.MISSING, "a device that libvirt counts")
    for entity in found.causes_along(one, (what.via,)):
        place = places.get(what.name(found, entity))
        stored = found.causes_along(entity, (Edge.BACKS,)) if place else not places
        missing = busy if what.prefix == "block" and stored and not counted else other
        for signal, field, scale in what.fields:
            key = "" if place is None else f"{what.prefix}.{place}.{field}"
            yield Reading(entity, signal, stats.get(key, scale, missing), stats.at)


def _places(fields: Mapping[str, Any], prefix: str) -> dict[str, str]:
    """Return the number of each device in the list, by its name."""
    found: dict[str, str] = {}
    for key, value in fields.items():
        first, _, rest = key.partition(".")
        place, _, last = rest.partition(".")
        if first == prefix and last == "name":
            found.setdefault(str(value), place)
    return found


COLLECTOR = Collector(
    id="domstats",
    round=Round.SAMPLE,
    level=Level.L1,
    provides=(
        balloon.AGE,
        vcpu.STATE,
        vcpu.WAIT,
        kvm.HALT_POLL,
        *(
            signal
            for fields in (_BALLOON, _GUEST, _VCPU, _KVM, _DISK, _NIC)
            for signal, _field, _scale in fields
        ),
    ),
    asks=_asks,
    parse=_parse,
)
