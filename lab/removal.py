"""Removing what a lab made."""

import shutil
from contextlib import suppress
from pathlib import Path

from lab import cgroup
from lab.ledger import Ledger, ledgers
from lab.network import remove_namespace
from lab.process import Process, end


def _processes(ledger: Ledger) -> list[Process]:
    found = [process for process in ledger.processes if process.alive()]
    for name in ledger.cgroups:
        members = (Process.find(pid) for pid in cgroup.members(name))
        found.extend(process for process in members if process is not None)
    return found


def _remove_mount_points(ledger: Ledger) -> None:
    """Remove the empty folders that a lab made, unless another has something mounted there."""
    needed = {path for other in ledgers() for path in other.mount_points}
    for path in ledger.mount_points:
        if path not in needed:
            with suppress(OSError):  # not empty: somebody else's by now
                Path(path).rmdir()


def remove_remains(ledger: Ledger) -> None:
    """End all processes of a lab host, remove its namespaces, cgroups and folders."""
    while remaining := _processes(ledger):  # one that ended may have started another just before
        end(remaining)
    for name in ledger.netns:
        remove_namespace(name)
    for name in ledger.cgroups:
        cgroup.remove(name)
    for path in ledger.folders:
        shutil.rmtree(path, ignore_errors=True)
    ledger.forget()
    _remove_mount_points(ledger)
