"""Measurements of the lab's own, by other ways than downstack's collectors."""

from lab.guest import Guest

READS = 10


def read_latency(guest: Guest) -> float:
    """Return the milliseconds of one direct 4 KiB read, by the guest's uptime clock."""
    uptime = "cut -d' ' -f1 /proc/uptime"
    reads = f"dd if=/dev/vda of=/dev/null bs=4k count={READS} skip=64 iflag=direct 2>/dev/null"
    start, stop = guest.must(f"{uptime}; {reads}; {uptime}").split()
    return (float(stop) - float(start)) * 1000 / READS
