"""Measurements of the lab's own at T3, by other ways than downstack's collectors."""

import re

from lab.t3.guest import T3Guest
from lab.t3.host import T3Host
from lab.witnesses import READS, UPTIME

FIELDS = "user nice system idle iowait irq softirq steal".split()  # noqa: SIM905 (as the kernel says it)


def _timed(guest: T3Guest, command: str, seconds: float = 60) -> float:
    start, stop = guest.must(f"{UPTIME}; {command}; {UPTIME}", seconds=seconds).split()
    return float(stop) - float(start)


def _ticks(line: str) -> dict[str, int]:
    return dict(zip(FIELDS, map(int, line.split()[1:9]), strict=True))


def steal(guest: T3Guest, *, seconds: int = 2) -> float:
    """Return which part of the time that the guest wanted to run was stolen, as it says itself."""
    read = "head -1 /proc/stat"
    first, last = guest.must(f"{read}; sleep {seconds}; {read}", seconds=120).splitlines()
    before, after = _ticks(first), _ticks(last)
    spent = {name: after[name] - before[name] for name in FIELDS}
    wanted = sum(spent.values()) - spent["idle"] - spent["iowait"]
    return spent["steal"] / wanted if wanted else 0.0


def read_latency(guest: T3Guest) -> float:
    """Return the milliseconds of one direct 4 KiB read, by the guest's uptime clock."""
    reads = f"dd if=/dev/vda of=/dev/null bs=4k count={READS} skip=64 iflag=direct 2>/dev/null"
    return _timed(guest, reads) * 1000 / READS


def failed_reads(guest: T3Guest) -> float:
    """Return the share of direct reads that fail in the guest, over some seconds."""
    read = "dd if=/dev/vda of=/dev/null bs=4k count=1 skip=$n iflag=direct 2>/dev/null"
    loop = f"n=0; while [ $n -lt {READS * 2} ]; do n=$((n+1)); {read} || echo failed; usleep 150000"
    return guest.must(f"{loop}; done", seconds=60).count("failed") / (READS * 2)


def lost_pings(host: T3Host, address: str, *, count: int = 50) -> float:
    """Return the share of pings from outside of the host that get no answer."""
    ping = f"busybox ping -q -c {count} -i 0.05 -W 1 {address} || true"
    answer = host.run_outside(["sh", "-c", ping])
    found = re.search(r"(\d+)% packet loss", answer)
    if found is None:
        raise ValueError(f"ping said {answer!r}")
    return float(found.group(1)) / 100


def remote_pages(host: T3Host, guest: T3Guest, node: int) -> float:
    """Return the share of the QEMU's private memory that is on a node, by numastat."""
    table = host.run(["numastat", "-p", str(guest.pid)])
    found = re.search(r"^Total\s+(.*)$", table, re.MULTILINE)
    if found is None:
        raise ValueError(f"numastat said {table!r}")
    *nodes, total = map(float, found.group(1).split())
    return nodes[node] / total


def stalled(guest: T3Guest) -> float:
    """Return 1 if a direct read of the guest does not end within 2 s, else 0."""
    read = "dd if=/dev/vda of=/dev/null bs=4k count=1 skip=64 iflag=direct; echo > /run/read"
    start = f"rm -f /run/read; setsid sh -c '{read}' </dev/null >/dev/null 2>&1 &"
    return float(guest.must(f"{start} sleep 2; [ -e /run/read ] && echo 0 || echo 1"))
