"""Swapping, reclaim, out-of-memory kills and huge page faults: /proc/vmstat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from downstack.collector import Collector, Round, Row, measure, number
from downstack.collectors.machine import HOST
from downstack.model import Absent, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import host_memory
from downstack.source import Answers, Request, Way

VMSTAT = Request(Way.FILE, "/proc/vmstat")
STALLS = "allocstall"
"""The sum of allocstall_dma, allocstall_normal ... (one counter before kernel 4.10)."""
_SIGNALS = {
    "pswpin": host_memory.SWAP_INS,
    "pswpout": host_memory.SWAP_OUTS,
    "pgmajfault": host_memory.MAJOR_FAULTS,
    STALLS: host_memory.ALLOCATION_STALLS,
    "pgscan_direct": host_memory.DIRECT_SCANNED,
    "pgsteal_direct": host_memory.DIRECT_STOLEN,
    "pgscan_kswapd": host_memory.KSWAPD_SCANNED,
    "oom_kill": host_memory.OOM_KILLS,
    "compact_stall": host_memory.COMPACTION_STALLS,
    "thp_fault_alloc": host_memory.THP_ALLOCATED,
    "thp_fault_fallback": host_memory.THP_FALLBACKS,
    "thp_split_page": host_memory.THP_SPLITS,
    "numa_pages_migrated": host_memory.NUMA_MIGRATED,
}


def numbers_of(text: str) -> dict[str, Value]:
    """Return the counters by name, and all `allocstall` together."""
    rows = [line.split() for line in text.splitlines()]
    values: dict[str, Value] = {
        words[0]: number(words[1])
        for words in rows
        if len(words) == 2  # noqa: PLR2004 - a name and a number
    }
    stalls = [value for name, value in values.items() if name.startswith(STALLS)]
    if stalls:
        numbers = [value for value in stalls if isinstance(value, float)]
        whole = len(numbers) == len(stalls)
        values[STALLS] = sum(numbers) if whole else Absent(Reason.MALFORMED, "numbers")
    return values


def _parse_text(text: str) -> Mapping[Signal, Value]:
    values = numbers_of(text)
    return {signal: values[name] for name, signal in _SIGNALS.items() if name in values}


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (VMSTAT,)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    yield from measure(HOST, answers.raw(VMSTAT), _SIGNALS.values(), _parse_text)


COLLECTOR = Collector(
    id="proc_vmstat",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=tuple(_SIGNALS.values()),
    asks=_asks,
    parse=_parse,
)
