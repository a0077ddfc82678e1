"""Real experiments: the fault happens, it is undone, and nothing is left."""

import subprocess
import sys
from pathlib import Path

import pytest

from lab import cgroup
from lab.catalogue import injection
from lab.deadline import wait_until
from lab.disks.nbd import NbdDisk
from lab.experiment import new_host
from lab.ledger import ledger_of, ledgers
from lab.process import run
from lab.witnesses import read_latency

pytestmark = pytest.mark.lab


def _left(name: str) -> list[str]:
    """Return what still exists of a host."""
    namespaces = [f"netns {n}" for n in run(["ip", "netns", "list"]).split() if name in n]
    groups = [str(path) for path in cgroup.ROOT.glob(f"*/lab-{name}*")]
    files = [path for path in (ledger_of(name), Path("/tmp") / f"lab-{name}") if path.exists()]  # noqa: S108
    return [*namespaces, *groups, *map(str, files)]


def test_slow_storage_is_slow_until_it_is_undone_and_leaves_nothing() -> None:
    """The guest's reads wait as long as was asked for, and only then."""
    chosen = injection("storage_backend_slow")
    with new_host() as host:
        stage = chosen.prepare(host)
        with chosen.apply(stage, 100) as seen:
            assert seen.before < 30
            assert 90 < seen.after < 200
        assert read_latency(stage.target) < 30
    assert _left(host.name) == []


def test_guests_survive_their_libvirtd() -> None:
    """A new libvirtd finds the guests of the one before, and the fault was seen."""
    chosen = injection("libvirtd_down")
    with new_host() as host:
        stage = chosen.prepare(host)
        with chosen.apply(stage, 1) as seen:
            assert seen.after == 1
        assert host.domains() == (stage.target.name,)


def test_clean_removes_what_a_killed_lab_left() -> None:
    """After SIGKILL the ledger tells what there is to remove."""
    before = {ledger.name for ledger in ledgers()}
    up = [sys.executable, "-m", "lab", "up", "--no-lock", "--force", "--control", "idle"]
    with subprocess.Popen(up, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        wait_until(
            lambda: "Ctrl-C" in (killed.stdout.readline() if killed.stdout else ""), 120, "up"
        )
        (name,) = {ledger.name for ledger in ledgers() if ledger.owner.pid == killed.pid} - before
        killed.kill()
    assert _left(name) != []
    run([sys.executable, "-m", "lab", "clean"])
    assert _left(name) == []


def test_a_storage_server_that_was_never_noted_ends_with_its_host() -> None:
    """A lab can die between the start of a program and the line in its ledger."""
    with new_host() as host:
        disk = NbdDisk(host, "db1")
        host.ledger.processes.remove(disk.server)
        assert disk.server.alive()
    assert not disk.server.alive()
