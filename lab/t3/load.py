"""What the guests of T3 do all day: the loads of T1, at the pace of emulated hardware.

There each wake-up of a CPU takes half a millisecond, and there is but one CPU: a guest that wakes
often waits for it a tenth of its time on a host that is idle. That is no fault, and nothing that
real hardware does.
"""

from lab.load import Load, disk

DISK = disk(600_000)

STUBBORN_DISK = Load(
    "stubborn_disk",
    # Reads the disk itself and goes on after errors, when a filesystem has long given up.
    """
    n=0
    while :; do
      n=$(( (n + 7) % 500 ))
      dd if=/dev/vda of=/dev/null bs=16k count=1 skip=$n iflag=direct
      usleep 600000
    done
    """,
)

QUARTER_CPU = Load(
    "quarter_cpu",
    # Counts for about 50 ms, rests for three times as long.
    "while :; do n=0; while [ $n -lt 1000 ]; do n=$((n + 1)); done; usleep 150000; done",
)


def network(address: str, port: int) -> Load:
    """Return a load that sends 128 KiB by TCP, rests, and so on."""
    send = f"dd if=/dev/zero bs=16k count=8 | nc {address} {port}"
    return Load("network", f"while :; do {send}; sleep 1; done")
