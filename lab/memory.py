"""A guest that works on its memory: the stage of the memory faults."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lab.cgroup import ROOT
from lab.deadline import wait_until
from lab.disks.file import FileDisk
from lab.domain import GuestSpec
from lab.guest import Guest
from lab.host import Host
from lab.load import Load
from lab.process import run
from lab.stage import TARGET, Stage, boot
from lab.witnesses import UPTIME

MEMORY = 192  # MiB
WORKING_SET = 80  # MiB, of the 120 that are left after the boot
SLOW = 240  # seconds: a guest that swaps takes its time

WORK = Load(
    "memory",
    "while :; do dd if=/mnt/set of=/dev/null bs=64k; usleep 100000; done",
)
_FILL = """
[ -e /run/random ] || dd if=/dev/urandom of=/run/random bs=1M count=1
n=0; while [ $n -lt {mebibytes} ]; do cat /run/random; n=$((n + 1)); done >> /mnt/{name}
"""


def fill(guest: Guest, name: str, mebibytes: int) -> None:
    """Let the guest keep so much in its memory; not zeros, which the kernel need not swap."""
    guest.must(_FILL.format(name=name, mebibytes=mebibytes), seconds=SLOW)


def with_memory_load(host: Host) -> Stage:
    """Return a stage whose target reads its working set again and again; it has swap, unused."""
    disk = FileDisk(host, TARGET, mebibytes=256, form="raw")
    (target,) = boot(host, GuestSpec(TARGET, memory=MEMORY, disks=(disk,)))
    target.must(
        "umount /data; mkswap /dev/vda; swapon /dev/vda; mount -t tmpfs -o size=400m x /mnt"
    )
    fill(target, "set", WORKING_SET)
    target.start_load(WORK)
    return Stage(host, target)


def set_time(guest: Guest) -> float:
    """Return the seconds in which the guest reads its working set once."""
    read = "dd if=/mnt/set of=/dev/null bs=64k 2>/dev/null"
    start, stop = guest.must(f"{UPTIME}; {read}; {UPTIME}", seconds=SLOW).split()
    return float(stop) - float(start)


def memory_cgroup(guest: Guest) -> Path:
    """Return the memory cgroup (v1) that libvirt made for the guest's QEMU."""
    lines = Path(f"/proc/{guest.process.pid}/cgroup").read_text().splitlines()
    fields = (line.split(":", 2) for line in lines)
    return next(
        ROOT / "memory" / path.lstrip("/")
        for _, controllers, path in fields
        if "memory" in controllers.split(",")
    )


def swapped(guest: Guest) -> int:
    """Return the KiB of a guest's QEMU that are in the host's swap."""
    status = Path(f"/proc/{guest.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmSwap:"))


def used(folder: Path) -> int:
    """Return the bytes charged to a memory cgroup."""
    return int((folder / "memory.usage_in_bytes").read_text())


@contextmanager
def limited(guest: Guest, limit: int) -> Iterator[None]:
    """Limit the memory of a guest's QEMU to so many bytes; what is above has to go."""
    file = memory_cgroup(guest) / "memory.limit_in_bytes"
    try:
        wait_until(lambda: _limit(file, limit), 20, f"{guest.name} to give memory back")
        yield
    finally:
        with suppress(FileNotFoundError):  # its QEMU has ended
            file.write_text("-1")


def _limit(file: Path, limit: int) -> bool:
    try:
        file.write_text(str(limit))
    except OSError:  # as long as more is in use
        return False
    return True


@contextmanager
def host_swap(host: Host, mebibytes: int) -> Iterator[None]:
    """Give this machine a swap file for a while."""
    file = str(host.folder / "swap")
    run(["dd", "if=/dev/zero", f"of={file}", "bs=1M", f"count={mebibytes}"])
    run(["chmod", "600", file])
    run(["mkswap", file])
    run(["swapon", file])
    try:
        yield
    finally:
        run(["swapoff", file], seconds=SLOW)
        Path(file).unlink()
