"""This machine as a guest, when it is one: what its own /proc says about its life inside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from downstack.collector import Collector, Round, Row, measure, number
from downstack.collectors import (
    proc_diskstats,
    proc_meminfo,
    proc_net_dev,
    proc_net_snmp,
    proc_pressure,
    proc_stat,
    proc_vmstat,
)
from downstack.collectors.machine import SELF, UPTIME, uptime_of
from downstack.collectors.proc_loadavg import LOADAVG
from downstack.model import Absent, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import guest
from downstack.source import Answer, Answers, Request

WHOLE_DISK = re.compile(r"(?:vd|sd|xvd|hd)[a-z]+|nvme\d+n\d+|dasd[a-z]+", re.ASCII)
"""Devices behind which there is a host; partitions and mapped devices would count twice."""
_DISK_COLUMNS = {
    "reads": (3, 1.0),
    "read seconds": (6, 0.001),
    "writes": (7, 1.0),
    "write seconds": (10, 0.001),
    "in flight": (11, 1.0),
    "weighted seconds": (13, 0.001),
}
_NET_COLUMNS = {"received": 1, "receive drops": 3, "sent": 9, "send drops": 11}

_Numbers = Callable[[str], dict[str, Value]]


def _sum(values: Iterable[Value]) -> Value:
    """Add up; one that cannot be read spoils the sum, and without any there is none."""
    numbers = list(values)
    for value in numbers:
        if not isinstance(value, float):
            return value
    known = [value for value in numbers if isinstance(value, float)]
    return sum(known) if known else Absent(Reason.NOT_APPLICABLE)


def _disks(text: str) -> dict[str, Value]:
    rows = proc_diskstats.devices_of(text)
    whole = [row for name, row in rows.items() if WHOLE_DISK.fullmatch(name)]
    return {
        name: _sum(proc_diskstats.number_at(row, column, scale) for row in whole)
        for name, (column, scale) in _DISK_COLUMNS.items()
    }


def _network(text: str) -> dict[str, Value]:
    rows = proc_net_dev.columns_of(text)
    outside = [row for name, row in rows.items() if name != "lo"]
    return {
        name: _sum(proc_net_dev.number_at(row, column) for row in outside)
        for name, column in _NET_COLUMNS.items()
    }


def _loads(text: str) -> dict[str, Value]:
    words = text.split()
    if len(words) != 5:  # noqa: PLR2004 - three loads, R/N and a process
        absent = Absent(Reason.MALFORMED, "three loads and R/N")
        return {"load": absent, "runnable": absent}
    return {"load": number(words[0]), "runnable": number(words[3].partition("/")[0])}


def _uptime(text: str) -> dict[str, Value]:
    return {"uptime": uptime_of(text)}


_PARTS: tuple[tuple[Request, _Numbers, dict[str, Signal]], ...] = (
    (
        proc_stat.STAT,
        proc_stat.numbers_of,
        {
            "cpus": guest.CPUS,
            "busy": guest.BUSY,
            "system": guest.SYSTEM_TIME,
            "iowait": guest.IOWAIT,
            "softirq": guest.SOFTIRQ,
            "steal": guest.STEAL,
        },
    ),
    (LOADAVG, _loads, {"load": guest.LOAD, "runnable": guest.RUNNABLE}),
    (UPTIME, _uptime, {"uptime": guest.UPTIME}),
    (
        proc_pressure.CPU,
        proc_pressure.numbers_of,
        {"some total": guest.CPU_WAITING, "some avg10": guest.CPU_WAITING_AVG10},
    ),
    (
        proc_pressure.MEMORY,
        proc_pressure.numbers_of,
        {
            "some total": guest.MEMORY_WAITING,
            "some avg10": guest.MEMORY_WAITING_AVG10,
            "full total": guest.MEMORY_STALLED,
        },
    ),
    (
        proc_pressure.IO,
        proc_pressure.numbers_of,
        {
            "some total": guest.IO_WAITING,
            "some avg10": guest.IO_WAITING_AVG10,
            "full total": guest.IO_STALLED,
        },
    ),
    (
        proc_meminfo.MEMINFO,
        proc_meminfo.numbers_of,
        {
            "MemTotal": guest.MEMORY,
            "MemAvailable": guest.MEMORY_AVAILABLE,
            "SwapTotal": guest.SWAP,
            "SwapFree": guest.SWAP_FREE,
        },
    ),
    (
        proc_vmstat.VMSTAT,
        proc_vmstat.numbers_of,
        {
            "pswpin": guest.SWAP_INS,
            "pswpout": guest.SWAP_OUTS,
            "pgmajfault": guest.MAJOR_FAULTS,
            proc_vmstat.STALLS: guest.ALLOCATION_STALLS,
            "oom_kill": guest.OOM_KILLS,
        },
    ),
    (
        proc_diskstats.DISKSTATS,
        _disks,
        {
            "reads": guest.READS,
            "read seconds": guest.READ_SECONDS,
            "writes": guest.WRITES,
            "write seconds": guest.WRITE_SECONDS,
            "in flight": guest.IN_FLIGHT,
            "weighted seconds": guest.WEIGHTED_SECONDS,
        },
    ),
    (
        proc_net_dev.DEV,
        _network,
        {
            "received": guest.RECEIVED,
            "receive drops": guest.RECEIVE_DROPS,
            "sent": guest.SENT,
            "send drops": guest.SEND_DROPS,
        },
    ),
    (
        proc_net_snmp.SNMP,
        proc_net_snmp.numbers_of,
        {"Tcp OutSegs": guest.SEGMENTS, "Tcp RetransSegs": guest.RETRANSMITS},
    ),
)


def is_guest(found: Snapshot) -> bool:
    """Return whether DISCOVER found this machine to be a guest."""
    return SELF in found.of_kind(Kind.GUEST)


def _asks(found: Snapshot) -> Iterable[Request]:
    return (request for request, _, _ in _PARTS) if is_guest(found) else ()


def _answer(answers: Answers, request: Request) -> Answer:
    answer = answers.raw(request)
    return proc_pressure.measured(answer) if "/pressure/" in request.what else answer


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    if not is_guest(found):
        return
    for request, numbers, names in _PARTS:

        def parse(
            text: str, numbers: _Numbers = numbers, names: dict[str, Signal] = names
        ) -> dict[Signal, Value]:
            return {names[key]: value for key, value in numbers(text).items() if key in names}

        yield from measure(SELF, _answer(answers, request), names.values(), parse)


COLLECTOR = Collector(
    id="inside",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=tuple(signal for _, _, names in _PARTS for signal in names.values()),
    asks=_asks,
    parse=_parse,
)
