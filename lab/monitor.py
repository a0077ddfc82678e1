"""The monitor of a QEMU that the lab starts itself."""

import json
import socket
from pathlib import Path
from typing import Any

from lab.failure import LabError

LONGEST = 120  # seconds of a command: savevm writes a gigabyte


class MonitorError(LabError):
    """QEMU refused a command."""


class Monitor:
    """One connection to a QMP socket."""

    def __init__(self, path: Path) -> None:
        self._connection = socket.socket(socket.AF_UNIX)
        self._connection.settimeout(LONGEST)
        self._connection.connect(str(path))
        self._lines = self._connection.makefile("rb")
        self._lines.readline()  # the greeting
        self.ask("qmp_capabilities")

    def ask(self, command: str, **arguments: object) -> Any:
        """Run a QMP command and return its answer."""
        request = json.dumps({"execute": command, "arguments": arguments})
        self._connection.sendall(request.encode() + b"\n")
        while True:
            line = self._lines.readline()
            if not line:
                raise MonitorError(f"{command}: QEMU has closed its monitor")
            answer = json.loads(line)
            if "error" in answer:
                raise MonitorError(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]

    def human(self, line: str) -> str:
        """Run a command of the human monitor and return what it printed."""
        return str(self.ask("human-monitor-command", **{"command-line": line})).strip()

    def must(self, line: str) -> None:
        """Run a command of the human monitor that prints something only if it fails."""
        complaint = self.human(line)
        if complaint:
            raise MonitorError(f"{line}: {complaint}")

    def close(self) -> None:
        """Hang up."""
        self._lines.close()
        self._connection.close()
