"""Takes disk or CPU from one daemon, by a cgroup of its own below the host's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.cgroup import ROOT
from lab.kubernetes.cluster import Cluster

WRITES = "blkio.throttle.write_iops_device"
QUOTA, PERIOD = "cpu.cfs_quota_us", 100_000


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


def _move(process: str, group: Path) -> None:
    (group / "cgroup.procs").write_text(process)


@contextmanager
def _limited(
    cluster: Cluster, daemon: str, controller: str, file: str, values: tuple[str, str]
) -> Iterator[None]:
    """Keep a daemon below a limit, by the values that set and that lift it."""
    parent = ROOT / controller / cluster.host.cgroup
    group = parent / f"slow-{daemon}"
    process = cluster.processes[daemon]
    group.mkdir()
    try:
        (group / file).write_text(values[0])
        _move(str(process.pid), group)
        yield
    finally:
        (group / file).write_text(values[1])
        if process.alive():
            _move(str(process.pid), parent)
        group.rmdir()


@contextmanager
def slow_disk(cluster: Cluster, daemon: str, writes: float) -> Iterator[None]:
    """Let a daemon make no more than so many writes a second."""
    disk = _disk_below(cluster.folder)
    values = (f"{disk} {round(writes)}", f"{disk} 0")
    with _limited(cluster, daemon, "blkio", WRITES, values):
        yield


@contextmanager
def slow_cpu(cluster: Cluster, daemon: str, cpus: float) -> Iterator[None]:
    """Let a daemon use no more than so much of a CPU."""
    with _limited(cluster, daemon, "cpu", QUOTA, (str(round(cpus * PERIOD)), "-1")):
        yield
