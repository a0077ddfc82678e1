"""A host's own part of the cgroup v1 hierarchies."""

import errno
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from lab.deadline import wait_until
from lab.failure import LabError

ENTER = Path(__file__).with_name("cgroup_enter.sh")
ROOT = Path("/sys/fs/cgroup")
CONTROLLERS = ("cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids")
NAMED = "systemd"
"""A hierarchy without a controller, which containerd looks for in each process where it exists."""


class CgroupVersionError(LabError):
    """The machine does not have the cgroup v1 controllers."""


def create(name: str) -> None:
    """Create the cgroup `name` in each hierarchy."""
    for controller in hierarchies():
        parent = ROOT / controller
        if not (parent / "cgroup.procs").exists():
            raise CgroupVersionError(
                f"{parent} is no cgroup v1 hierarchy, the lab knows only those"
            )
        child = parent / name
        child.mkdir(exist_ok=True)
        if controller == "cpuset":
            for setting in ("cpuset.cpus", "cpuset.mems"):
                (child / setting).write_text((parent / setting).read_text())
            (child / "cgroup.clone_children").write_text("1")


def hierarchies() -> tuple[str, ...]:
    """Return the hierarchies in which a host has its part."""
    return (*CONTROLLERS, NAMED) if (ROOT / NAMED / "cgroup.procs").exists() else CONTROLLERS


def entering(name: str, argv: Sequence[str]) -> list[str]:
    """Return the arguments which run a program in the cgroup."""
    return ["sh", str(ENTER), name, *argv]


def members(name: str) -> tuple[int, ...]:
    """Return the pids in the cgroup and below it."""
    found: list[int] = []
    for folder, _, _ in os.walk(ROOT / "pids" / name):
        with suppress(FileNotFoundError):  # a part of it that is removed just now
            found.extend(map(int, (Path(folder) / "cgroup.procs").read_text().split()))
    return tuple(found)


def _try_remove(top: Path) -> bool:
    folders = [Path(folder) for folder, _, _ in os.walk(top)]
    try:
        for path in sorted(folders, key=lambda path: len(path.parts), reverse=True):
            path.rmdir()
    except FileNotFoundError:
        return not top.exists()
    except OSError as error:
        if error.errno != errno.EBUSY:  # its last process is not buried yet
            raise
        return False
    return True


def remove(name: str) -> None:
    """Remove the cgroup, whose processes have ended, from each hierarchy."""
    for controller in hierarchies():
        top = ROOT / controller / name
        wait_until(partial(_try_remove, top), 5, f"removal of {top}")
