"""Processes are known by more than their pid."""

import os
import subprocess

import pytest

from lab.process import Process, ProgramError, end, run


def test_a_later_process_with_the_same_pid_is_another_one() -> None:
    """The start time tells them apart."""
    this = Process.of(os.getpid())
    assert this.alive()
    assert not Process(this.pid, this.start + 1).alive()


def test_a_process_that_ignores_sigterm_is_ended() -> None:
    """After a polite request comes SIGKILL."""
    with subprocess.Popen(
        ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"],
        stdout=subprocess.PIPE,
        text=True,
    ) as stubborn:
        assert stubborn.stdout is not None
        assert stubborn.stdout.readline() == "ready\n"
        end([Process.of(stubborn.pid)], seconds=0.3)
    assert stubborn.returncode == -9


def test_a_failed_program_says_why() -> None:
    """The complaint of the program is in the error."""
    with pytest.raises(ProgramError, match="it is broken"):
        run(["sh", "-c", "echo it is broken >&2; exit 1"])
