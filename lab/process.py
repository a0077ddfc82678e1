"""Programs run to their end, and processes known by pid plus start time."""

import os
import signal
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lab.deadline import DeadlineError, wait_until
from lab.failure import LabError

STATE_FIELD, START_FIELD = 0, 19  # of /proc/PID/stat, counted after "(comm)"


class ProgramError(LabError):
    """A program that the lab needs ended with an error."""


def run(argv: Sequence[str], *, stdin: str | None = None, seconds: float = 60) -> str:
    """Run a program and return what it printed; raise ProgramError with its complaint."""
    try:
        done = subprocess.run(
            argv, input=stdin, capture_output=True, text=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired as late:
        raise ProgramError(f"{' '.join(argv)}: no end within {seconds:g} s") from late
    if done.returncode:
        raise ProgramError(f"{' '.join(argv)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def _stat(pid: int) -> list[str] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return text.rpartition(")")[2].split()


@dataclass(frozen=True, slots=True)
class Process:
    """A process which cannot be confused with a later one of the same pid."""

    pid: int
    start: int

    @classmethod
    def of(cls, pid: int) -> "Process":
        """Return the process that has this pid now."""
        fields = _stat(pid)
        if fields is None:
            raise ProcessLookupError(f"no process {pid}")
        return cls(pid, int(fields[START_FIELD]))

    @classmethod
    def find(cls, pid: int) -> "Process | None":
        """Return the process that has this pid now, if there is one."""
        try:
            return cls.of(pid)
        except ProcessLookupError:
            return None

    def alive(self) -> bool:
        """Say whether it still exists and is more than a zombie."""
        fields = _stat(self.pid)
        if fields is None or int(fields[START_FIELD]) != self.start:
            return False
        return fields[STATE_FIELD] not in {"Z", "X"}

    def signal(self, number: signal.Signals) -> None:
        """Send a signal, unless the process is gone."""
        if self.alive():
            os.kill(self.pid, number)


def pid_in(file: Path, *, seconds: float = 20) -> int:
    """Wait for a daemon to write its pid file, whole, and return the pid."""
    wait_until(lambda: file.exists() and file.read_text().strip(), seconds, f"a pid in {file}")
    return int(file.read_text())


def end(processes: Iterable[Process], *, seconds: float = 5) -> None:
    """Ask the processes to end, then make them."""
    remaining = list(processes)
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in remaining:
            process.signal(number)
            process.signal(signal.SIGCONT)  # a stopped one would never see SIGTERM
        try:
            wait_until(lambda: not any(p.alive() for p in remaining), seconds, "processes to end")
        except DeadlineError:
            if number is signal.SIGKILL:
                raise
        else:
            return
