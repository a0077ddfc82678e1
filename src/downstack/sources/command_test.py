"""Command lines: a list, a deadline, and what their silence means."""

import os
import time
from pathlib import Path

import pytest

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.allowed import absent_of, words_of
from downstack.sources.command import Command

JOURNAL = "journalctl -k -b -o json --no-pager -n 100"
HINT = "Hint: You are currently not seeing messages from other users and the system."


def program(folder: Path, name: str, script: str) -> Command:
    """Install a program of that name in *folder* and return a source that finds only it."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return Command(f"{folder}:/usr/bin:/bin")


def run(command: Command, line: str, deadline: float = 5.0) -> Answer:
    """Return the answer to one command line."""
    request = Request(Way.COMMAND, line)
    return command.read((request,), deadline)[request]


@pytest.mark.parametrize(
    "line",
    [
        "ip link set lo down",
        "ip -j -s -d link set lo down",
        "ip -j -s -d link ",
        "ip -j -s -d link; reboot",
        "ip  -j addr",
        "/usr/sbin/ip -j addr",
        "nft flush ruleset",
        "dmesg -C",
        "dmesg -r -c",
        "journalctl -k -b -o json --no-pager -n 5 --vacuum-size=1",
        "journalctl -u --rotate -b -o json --no-pager -n 5",
        "ethtool --reset",
        "ethtool -S eth0 all",
        "ethtool -s eth0",
        "systemctl show -p Id,LoadState,ActiveState,SubState,Result,NRestarts",
        "sh -c true",
        "",
    ],
)
def test_refuses_what_is_not_in_the_list(line: str) -> None:
    """A line that is not allowed word by word is a mistake of ours and is never run."""
    with pytest.raises(ValueError, match="not an allowed command line"):
        Command().read((Request(Way.COMMAND, line),), 1.0)


@pytest.mark.parametrize(
    "line",
    [
        "ip -j -s -d link",
        "ethtool -S enp1s0.100",
        JOURNAL,
        "dmesg --json",
        "journalctl -u libvirtd.service -b -o json --no-pager -n 20000",
    ],
)
def test_allows_the_lines_of_the_list(line: str) -> None:
    """An allowed line is cut into its words."""
    assert words_of(line) == tuple(line.split(" "))


def test_runs_without_a_shell_in_the_c_locale(tmp_path: Path) -> None:
    """Output is that of the program with LC_ALL=C and nothing of our environment."""
    command = program(tmp_path, "ip", 'echo "$LC_ALL $# ${HOME-none}"')
    answer = run(command, "ip -j addr")
    assert isinstance(answer, Raw)
    assert answer.text == "C 2 none\n"


def test_a_missing_program_names_its_package(tmp_path: Path) -> None:
    """What is not installed is MISSING, and the package is the need."""
    answer = run(Command(str(tmp_path)), "chronyc -c -n tracking")
    assert answer == Absent(Reason.MISSING, "package chrony")


def test_a_late_program_is_killed_with_its_children(tmp_path: Path) -> None:
    """The deadline ends the whole process group."""
    command = program(tmp_path, "ip", f"sleep 60 & echo $! >{tmp_path}/pid; wait")
    begin = time.monotonic()
    answer = run(command, "ip -j addr", deadline=0.5)
    assert time.monotonic() - begin < 3
    assert answer == Absent(Reason.TIMED_OUT, "ip to answer in time")
    child = int((tmp_path / "pid").read_text())
    for _ in range(100):
        state = _state(child)
        if state in {"", "Z"}:
            break
        time.sleep(0.05)
    assert _state(child) in {"", "Z"}


def test_programs_run_at_the_same_time(tmp_path: Path) -> None:
    """Three programs that take 0.3 s each are done in less than their sum."""
    command = program(tmp_path, "ip", "sleep 0.3; echo done")
    lines = ("ip -j addr", "ip -j route", "ip -j -s neigh")
    requests = [Request(Way.COMMAND, line) for line in lines]
    begin = time.monotonic()
    answers = command.read(requests, 5.0)
    assert time.monotonic() - begin < 0.9
    assert [isinstance(answers[request], Raw) for request in requests] == [True] * 3


def test_a_program_without_the_right_is_denied(tmp_path: Path) -> None:
    """An ordinary user's dmesg is DENIED, and root would help."""
    said = "dmesg: read kernel buffer failed: Operation not permitted"
    answer = run(program(tmp_path, "dmesg", f"echo '{said}' >&2; exit 1"), "dmesg -r")
    assert answer == Absent(Reason.DENIED, f"root on the host ({said})")


def test_a_program_that_fails_is_quoted(tmp_path: Path) -> None:
    """Another failure is MISSING with the program's own first line."""
    answer = run(program(tmp_path, "nft", "echo no netlink >&2; exit 3"), "nft -j list ruleset")
    assert answer == Absent(Reason.MISSING, "nft to answer (no netlink)")


@pytest.mark.parametrize(
    ("output", "errors", "reason"),
    [("", HINT, Reason.DENIED), ("{}\n", HINT, Reason.DENIED), ("", "", Reason.MISSING)],
)
def test_a_journal_that_shows_nothing_is_not_an_empty_one(
    output: str, errors: str, reason: Reason
) -> None:
    """An ordinary user's journalctl ends with 0 and without the kernel's lines: no evidence."""
    absent = absent_of(words_of(JOURNAL), 0, output, errors)
    assert absent is not None
    assert absent.reason is reason


def _state(pid: int) -> str:
    try:
        text = Path(f"/proc/{os.fspath(str(pid))}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    return text.rpartition(")")[2].split()[0]
