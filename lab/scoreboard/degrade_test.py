"""Tests of how evidence is taken away."""

import gzip
import json
from pathlib import Path

from lab.scoreboard.degrade import degrade

ROWS = [
    ["agent", "u1", ["guest-ping"], "{}", 1.0, "", ""],
    ["file", "/proc/pressure/cpu", [], "some", 1.0, "", ""],
    ["command", "dmesg -r", [], "log", 1.0, "", ""],
    ["file", "/proc/stat", [], "cpu", 1.0, "", ""],
]


def answered(tmp_path: Path, how: str) -> dict[str, bool]:
    """Return which of the four answers are left."""
    full = tmp_path / "x.bundle"
    document = {"header": {"level": 3}, "rounds": [ROWS]}
    full.write_bytes(gzip.compress(json.dumps(document).encode()))
    poorer = json.loads(gzip.decompress(degrade(full, how).read_bytes()))  # type: ignore[arg-type]
    return {row[1]: not row[5] for row in poorer["rounds"][0]}


def test_without_agent_the_rest_stays(tmp_path: Path) -> None:
    """Only the agent's answers go."""
    left = answered(tmp_path, "no_agent")

    assert [name for name, there in left.items() if not there] == ["u1"]


def test_without_psi_the_rest_stays(tmp_path: Path) -> None:
    """Only pressure goes."""
    left = answered(tmp_path, "no_psi")

    assert [name for name, there in left.items() if not there] == ["/proc/pressure/cpu"]


def test_level_one_has_no_agent_and_no_kernel_log(tmp_path: Path) -> None:
    """What only root may read."""
    left = answered(tmp_path, "l1")

    assert [name for name, there in left.items() if there] == ["/proc/pressure/cpu", "/proc/stat"]
