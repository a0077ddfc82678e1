"""What the guests of T3 do all day: the loads of T1, at the pace of emulated hardware.

There each wake-up of a CPU takes half a millisecond. A guest that wakes often waits for a CPU for a
tenth of its time on a host that is idle: no fault, and nothing that real hardware does.
"""

from lab.load import Load

DISK = Load(
    "disk",
    """
    worker() {
      n=0
      while :; do
        n=$(( (n + 7) % 200 ))
        dd if=/data/blob of=/dev/null bs=16k count=4 skip=$n iflag=direct
        dd if=/dev/zero of=/data/blob bs=16k count=2 seek=$n oflag=direct conv=notrunc
        usleep 300000
      done
    }
    worker & worker
    """,
    preparation="dd if=/dev/zero of=/data/blob bs=64k count=64 oflag=direct",
)


def network(address: str, port: int) -> Load:
    """Return a load that sends a quarter of a megabyte by TCP, rests, and so on."""
    send = f"dd if=/dev/zero bs=16k count=16 | nc {address} {port}"
    return Load("network", f"while :; do {send}; usleep 300000; done")
