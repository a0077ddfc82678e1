"""Measurements of the lab's own, by other ways than downstack's collectors."""

import re

from lab.channel import GuestSilentError
from lab.guest import Guest
from lab.host import Host

READS = 10
UPTIME = "cut -d' ' -f1 /proc/uptime"


def _timed(guest: Guest, command: str) -> float:
    start, stop = guest.must(f"{UPTIME}; {command}; {UPTIME}", seconds=120).split()
    return float(stop) - float(start)


def read_latency(guest: Guest) -> float:
    """Return the milliseconds of one direct 4 KiB read, by the guest's uptime clock."""
    reads = f"dd if=/dev/vda of=/dev/null bs=4k count={READS} skip=64 iflag=direct 2>/dev/null"
    return _timed(guest, reads) * 1000 / READS


def write_latency(guest: Guest) -> float:
    """Return the milliseconds of one direct 4 KiB write, by the guest's uptime clock."""
    writes = f"dd if=/dev/zero of=/data/witness bs=4k count={READS} oflag=direct 2>/dev/null"
    return _timed(guest, writes) * 1000 / READS


def failed_reads(guest: Guest) -> float:
    """Return the share of direct reads that fail in the guest."""
    read = "dd if=/dev/vda of=/dev/null bs=4k count=1 skip=$n iflag=direct 2>/dev/null"
    loop = f"n=0; while [ $n -lt {READS * 2} ]; do n=$((n+1)); {read} || echo failed; done"
    return guest.must(loop, seconds=60).count("failed") / (READS * 2)


def failed_writes(guest: Guest) -> float:
    """Return the share of direct writes to the end of the disk that fail in the guest."""
    write = "dd if=/dev/zero of=/dev/vda bs=4k count=1 seek=$n oflag=direct conv=notrunc"
    last = "n=$(( $(cat /sys/block/vda/size) / 8 - 100 ))"
    loop = f"m=0; while [ $m -lt {READS} ]; do m=$((m+1)); n=$((n+1)); {write} || echo failed; done"
    return guest.must(f"{last}; {loop} 2>/dev/null", seconds=20).count("failed") / READS


def work_time(guest: Guest) -> float:
    """Return the seconds in which the guest counts to 20000."""
    return _timed(guest, "n=0; while [ $n -lt 20000 ]; do n=$((n+1)); done")


def silent(guest: Guest) -> float:
    """Return 1 if the guest does nothing for the lab within 2 s, else 0."""
    try:
        guest.sh("true", seconds=2)
    except GuestSilentError:
        return 1
    return 0


def lost_pings(host: Host, address: str, *, count: int = 10) -> float:
    """Return the share of pings from outside of the host that get no answer."""
    ping = f"busybox ping -q -c {count} -i 0.02 -W 1 {address} || true"
    answer = host.run_outside(["sh", "-c", ping])
    found = re.search(r"(\d+)% packet loss", answer)
    if found is None:
        raise ValueError(f"ping said {answer!r}")
    return float(found.group(1)) / 100


def stalled(guest: Guest) -> float:
    """Return 1 if a direct read of the guest does not end within 2 s, else 0."""
    read = "dd if=/dev/vda of=/dev/null bs=4k count=1 skip=64 iflag=direct; echo > /run/read"
    start = f"rm -f /run/read; setsid sh -c '{read}' </dev/null >/dev/null 2>&1 &"
    return float(guest.must(f"{start} sleep 2; [ -e /run/read ] && echo 0 || echo 1"))


def stalled_write(guest: Guest) -> float:
    """Return 1 if a direct write of the guest does not end within 2 s, else 0."""
    write = "dd if=/dev/zero of=/data/witness bs=4k count=1 oflag=direct; echo > /run/written"
    start = f"rm -f /run/written; setsid sh -c '{write}' </dev/null >/dev/null 2>&1 &"
    return float(guest.must(f"{start} sleep 2; [ -e /run/written ] && echo 0 || echo 1"))


def stalled_sweep(guest: Guest) -> float:
    """Return 1 if a block of each half MiB of the disk cannot be read within 10 s, else 0."""
    block = "dd if=/dev/vda of=/dev/null bs=4k count=1 skip=$((n * 128)) iflag=direct"
    sweep = f"n=0; while [ $n -lt 128 ]; do {block}; n=$((n + 1)); done; echo > /run/swept"
    start = f"rm -f /run/swept; setsid sh -c '{sweep}' </dev/null >/dev/null 2>&1 &"
    wait = "n=0; while [ $n -lt 20 ] && [ ! -e /run/swept ]; do n=$((n + 1)); usleep 500000; done"
    return float(guest.must(f"{start} {wait}; [ -e /run/swept ] && echo 0 || echo 1"))
