"""What the guests of T3 do all day: the loads of T1, at the pace of emulated hardware.

There each wake-up of a CPU takes half a millisecond. A guest that wakes often waits for a CPU for a
tenth of its time on a host that is idle: no fault, and nothing that real hardware does.
"""

from lab.load import Load, disk

DISK = disk(300_000)

HALF_CPU = Load(
    "half_cpu",
    # Counts for about 50 ms, rests for as long.
    "while :; do n=0; while [ $n -lt 1000 ]; do n=$((n + 1)); done; usleep 50000; done",
)


def network(address: str, port: int) -> Load:
    """Return a load that sends a quarter of a megabyte by TCP, rests, and so on."""
    send = f"dd if=/dev/zero bs=16k count=16 | nc {address} {port}"
    return Load("network", f"while :; do {send}; usleep 300000; done")
