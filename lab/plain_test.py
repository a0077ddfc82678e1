"""A QEMU that nobody manages: seen through /proc and its own monitor, without libvirt."""

import json
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lab.deadline import wait_until
from lab.foreign import foreign_machines
from lab.images import tiny
from lab.lease import lease
from lab.lock import exclusive
from lab.packages import install_missing
from lab.process import Process, run

pytestmark = [
    pytest.mark.lab,
    pytest.mark.timeout(300),
    pytest.mark.skipif(bool(foreign_machines()), reason="foreign VMs run here"),
]

DOWNSTACK = str(Path(sys.executable).with_name("downstack"))
HEALTHY, CAUSE = 0, 10
NAME = "plain1"


@dataclass(frozen=True, slots=True)
class PlainQemu:
    """A QEMU started by hand."""

    process: Process
    console: Path


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[PlainQemu]:
    """Return a running QEMU with a booted guest, a disk, a card and a monitor socket."""
    install_missing()
    image, console, disk = tiny.image(), tmp_path / "console", tmp_path / "disk.qcow2"
    run(["qemu-img", "create", "-q", "-f", "qcow2", str(disk), "64M"])
    argv = ["qemu-system-x86_64", "-name", f"{NAME},debug-threads=on", "-machine", "q35,accel=tcg"]
    argv += ["-m", "128", "-nodefaults", "-display", "none", "-serial", f"file:{console}"]
    argv += ["-kernel", str(image.kernel), "-initrd", str(image.initrd)]
    argv += ["-append", "console=ttyS0 quiet", "-qmp", f"unix:{tmp_path}/qmp,server=on,wait=off"]
    argv += ["-drive", f"if=none,id=disk,file={disk}", "-device", "virtio-blk-pci,drive=disk"]
    argv += ["-netdev", "user,id=card,restrict=on", "-device", "virtio-net-pci,netdev=card"]
    with exclusive(), lease(f"plain-{secrets.token_hex(3)}") as ledger:
        child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, start_new_session=True)
        process = ledger.add_process(child.pid)
        try:
            wait_until(lambda: "LAB-READY" in _text(console), 120, "the guest to boot")
            time.sleep(2)  # what it does right after its boot
            yield PlainQemu(process, console)
        finally:
            child.kill()
            child.wait()


def _text(path: Path) -> str:
    return path.read_text(errors="replace") if path.exists() else ""


def why(target: str) -> tuple[int, Any]:
    """Return the exit code and the answer."""
    done = subprocess.run(
        [DOWNSTACK, "why", target, "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, json.loads(done.stdout)


def test_a_healthy_one_is_silent(plain: PlainQemu) -> None:
    """Found by its name, its state read from its own monitor."""
    assert plain.process.alive()

    code, answer = why(f"vm/{NAME}")

    assert (code, answer["answer"], answer["causes"]) == (HEALTHY, "healthy", [])
    assert not answer["errors"]


def test_a_stopped_one_hangs(plain: PlainQemu) -> None:
    """Its monitor is silent and its threads do not run: two signs, without libvirt."""
    plain.process.signal(signal.SIGSTOP)

    code, answer = why(f"vm/{NAME}")

    assert code == CAUSE
    assert answer["causes"][0]["fault"] == "qemu_hung"
    assert answer["causes"][0]["layer"] == "qemu"
