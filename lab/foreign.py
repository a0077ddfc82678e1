"""Virtual machines on this machine which are not the lab's."""

from pathlib import Path

from lab import cgroup
from lab.ledger import ledgers


def _qemu(process: Path) -> bool:
    try:
        program = (process / "exe").readlink().name
    except OSError:  # it ended, or it is a kernel thread
        return False
    return program.startswith(("qemu-system", "qemu-kvm"))


def foreign_machines() -> tuple[int, ...]:
    """Return the pids of QEMU processes which no lab has started."""
    ours: set[int] = set()
    for ledger in ledgers():
        ours.update(process.pid for process in ledger.processes)
        for name in ledger.cgroups:
            ours.update(cgroup.members(name))
    running = (path for path in Path("/proc").iterdir() if path.name.isdigit() and _qemu(path))
    return tuple(sorted(int(path.name) for path in running if int(path.name) not in ours))
