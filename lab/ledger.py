"""What a lab has made, on disk before it is made: so the remains of a killed lab can be removed."""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from lab.process import Process

FOLDER = Path("/run/downstack-lab")


def ledger_of(name: str) -> Path:
    """Return the file of a host's ledger."""
    return FOLDER / f"{name}.json"


@dataclass(slots=True)
class Ledger:
    """One host's processes, network namespaces, cgroups, folders and mount points."""

    name: str
    owner: Process
    processes: list[Process] = field(default_factory=list)
    netns: list[str] = field(default_factory=list)
    cgroups: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    mount_points: list[str] = field(default_factory=list)

    @classmethod
    def new(cls, name: str) -> "Ledger":
        """Return an empty ledger owned by this process, written to disk."""
        ledger = cls(name, Process.of(os.getpid()))
        FOLDER.mkdir(exist_ok=True)
        ledger.save()
        return ledger

    @property
    def path(self) -> Path:
        """The file."""
        return ledger_of(self.name)

    def save(self) -> None:
        """Write the file, whole or not at all."""
        content = {
            "owner": [self.owner.pid, self.owner.start],
            "processes": [[p.pid, p.start] for p in self.processes],
            "netns": self.netns,
            "cgroups": self.cgroups,
            "folders": self.folders,
            "mount_points": self.mount_points,
        }
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(content, indent=1))
        new.replace(self.path)

    def add_process(self, pid: int) -> Process:
        """Note a process that has to be ended."""
        process = Process.of(pid)
        self.processes.append(process)
        self.save()
        return process

    def add_mount_points(self, paths: Iterable[str]) -> None:
        """Make the folders that are missing, noted as to be removed when no lab needs them."""
        shared = {path for ledger in ledgers() for path in ledger.mount_points}
        mine = [path for path in paths if path in shared or not Path(path).exists()]
        self.mount_points.extend(mine)
        self.save()
        for path in mine:
            Path(path).mkdir(parents=True, exist_ok=True)

    def forget(self) -> None:
        """Remove the file: nothing is left."""
        self.path.unlink(missing_ok=True)


def load(path: Path) -> Ledger:
    """Read a ledger."""
    content = json.loads(path.read_text())
    return Ledger(
        name=path.stem,
        owner=Process(*content["owner"]),
        processes=[Process(*pair) for pair in content["processes"]],
        netns=content["netns"],
        cgroups=content["cgroups"],
        folders=content["folders"],
        mount_points=content.get("mount_points", []),
    )


def ledgers() -> tuple[Ledger, ...]:
    """Return the ledgers of all labs on this machine, running or dead."""
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        with suppress(FileNotFoundError):  # a lab that ends just now
            found.append(load(path))
    return tuple(found)
