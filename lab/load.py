"""What guests do all day: shell scripts, the same for faults and for controls."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """Work that goes on in a guest until it is stopped."""

    name: str
    script: str
    preparation: str = "true"


def disk(pause: int) -> Load:
    """Return two workers; each reads and writes past the guest's cache, then rests `pause` us.

    A lively database, not a benchmark, so that a fast disk leaves the CPU half idle.
    """
    return Load(
        "disk",
        f"""
    worker() {{
      n=0
      while :; do
        n=$(( (n + 7) % 200 ))
        dd if=/data/blob of=/dev/null bs=16k count=4 skip=$n iflag=direct
        dd if=/dev/zero of=/data/blob bs=16k count=2 seek=$n oflag=direct conv=notrunc
        usleep {pause}
      done
    }}
    worker & worker
    """,
        preparation="dd if=/dev/zero of=/data/blob bs=64k count=64 oflag=direct",
    )


DISK = disk(60_000)

GROWING_DISK = Load(
    "growing_disk",
    # Makes the image grow by 8 MiB, and then writes there again and again.
    """
    file=/data/growing-$(cut -d. -f1 /proc/uptime)
    while :; do
      n=0
      while [ $n -lt 128 ]; do
        dd if=/dev/zero of=$file bs=64k count=1 seek=$n oflag=direct conv=notrunc
        n=$((n + 1))
        usleep 10000
      done
    done
    """,
)

STUBBORN_DISK = Load(
    "stubborn_disk",
    # Reads the disk itself and goes on after errors, when a filesystem has long given up.
    """
    n=0
    while :; do
      n=$(( (n + 7) % 500 ))
      dd if=/dev/vda of=/dev/null bs=16k count=1 skip=$n iflag=direct
      usleep 60000
    done
    """,
)

CPU = Load("cpu", "while :; do :; done")

HALF_CPU = Load(
    "half_cpu",
    # Counts for about 50 ms, rests for as long.
    "while :; do n=0; while [ $n -lt 4000 ]; do n=$((n + 1)); done; usleep 50000; done",
)


def network(address: str, port: int) -> Load:
    """Return a load that sends half a megabyte by TCP, rests, and so on, and a steady heartbeat.

    TCP that loses much is silent for seconds; a machine with many peers never is.
    """
    send = f"dd if=/dev/zero bs=16k count=32 | nc {address} {port}"
    beat = f"ping -q -i 0.1 {address}"
    return Load("network", f"{beat} & while :; do {send}; usleep 100000; done")
