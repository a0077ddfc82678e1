"""Makes the disk slow for one daemon: its own writes are throttled by the block layer."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.cgroup import ROOT
from lab.kubernetes.cluster import Cluster

LIMIT = "blkio.throttle.write_iops_device"


def _disk_below(path: Path) -> str:
    """Return major:minor of the whole disk that holds a path."""
    device = path.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    described = Path("/sys/dev/block") / number
    if not described.exists():
        raise LookupError(f"{path} is on no disk, nothing can be slow there")
    if (described / "partition").exists():
        number = (described.resolve().parent / "dev").read_text().strip()
    return number


@contextmanager
def slowed(cluster: Cluster, daemon: str, writes: float) -> Iterator[None]:
    """Let a daemon make no more than so many writes a second."""
    parent = ROOT / "blkio" / cluster.host.cgroup
    group = parent / f"slow-{daemon}"
    disk, pid = _disk_below(cluster.folder), str(cluster.processes[daemon].pid)
    group.mkdir()
    try:
        (group / LIMIT).write_text(f"{disk} {round(writes)}")
        (group / "cgroup.procs").write_text(pid)
        yield
    finally:
        (group / LIMIT).write_text(f"{disk} 0")
        if cluster.processes[daemon].alive():
            (parent / "cgroup.procs").write_text(pid)
        group.rmdir()
