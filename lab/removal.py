"""Removing what a lab made."""

import shutil

from lab import cgroup
from lab.ledger import Ledger
from lab.network import remove_namespace
from lab.process import Process, end


def _processes(ledger: Ledger) -> list[Process]:
    found = [process for process in ledger.processes if process.alive()]
    for name in ledger.cgroups:
        members = (Process.find(pid) for pid in cgroup.members(name))
        found.extend(process for process in members if process is not None)
    return found


def remove_remains(ledger: Ledger) -> None:
    """End all processes of a lab host, remove its namespaces, cgroups and folders."""
    end(_processes(ledger))
    for name in ledger.netns:
        remove_namespace(name)
    for name in ledger.cgroups:
        cgroup.remove(name)
    for path in ledger.folders:
        shutil.rmtree(path, ignore_errors=True)
    ledger.forget()
