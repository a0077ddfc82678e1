"""The saved state of the T3 host: booted, three guests running, everything quiet."""

import hashlib
import secrets
import shlex
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lab.channel import GuestSilentError
from lab.deadline import DeadlineError
from lab.failure import LabError
from lab.images import tiny
from lab.images.cache import cached
from lab.images.t3 import Base, base
from lab.lease import lease
from lab.network import SUBNET
from lab.process import ProgramError
from lab.t3 import machine
from lab.t3.domain import DISK_SIZE, IMAGE, SPECS, kvm_xml
from lab.t3.guest import T3Guest
from lab.t3.machine import Disks, Machine
from lab.t3.ssh import Ssh

SETUP = Path(__file__).with_name("setup.sh")
SETTLE = Path(__file__).with_name("settle.sh")
SETUP_SECONDS = 300
BOOTS = 3
BUILDS = 3


@dataclass(frozen=True, slots=True)
class Saved:
    """What a T3 host starts from."""

    base: Base
    disks: Disks


def _files() -> tuple[Path, Path]:
    image = tiny.image()
    return image.kernel, image.initrd


def _set_up(ssh: Ssh, folder: Path) -> None:
    names = [spec.name for spec in SPECS]
    arguments = shlex.join([SUBNET, str(DISK_SIZE), *names])
    ssh.run(f"sh -s {arguments}", stdin=SETUP.read_text(), seconds=SETUP_SECONDS)
    for source, inside in zip(_files(), (IMAGE.kernel, IMAGE.initrd), strict=True):
        ssh.put(source, str(inside), seconds=60)
    for spec in SPECS:
        ssh.run("virsh -q define /dev/stdin", stdin=kvm_xml(spec), seconds=60)
    for name in names:
        ssh.run(["virsh", "-q", "start", name], seconds=120)
    for spec in SPECS:
        _await(T3Guest(ssh, folder, spec))
    ssh.run("sh -s", stdin=SETTLE.read_text(), seconds=SETUP_SECONDS)


def _await(guest: T3Guest) -> None:
    """Wait for a guest's boot; under emulated SVM a guest now and then stops half way."""
    guest.connect()
    for _ in range(BOOTS - 1):
        try:
            guest.wait_ready()
        except (DeadlineError, GuestSilentError):
            guest.restart()
        else:
            break
    guest.must("true")
    guest.channel.close()


def _build(target: Path, image: Base) -> None:
    """Make the state; under emulated SVM a machine now and then stands still, so make another."""
    for _ in range(BUILDS - 1):
        try:
            _build_once(target, image)
        except LabError as error:
            print(f"lab: the T3 machine is made again: {error}", flush=True)
        else:
            return
    _build_once(target, image)


def _build_once(target: Path, image: Base) -> None:
    disks = Disks(target)
    disks.create(image)
    with lease(f"t3-build-{secrets.token_hex(3)}") as ledger:
        running = Machine(image, disks, ledger)
        try:
            running.start(saved=False)
            ssh = Ssh(image, target, running.port)
            try:
                ssh.open()
                ssh.run(f"date -s @{time.time():.0f}", seconds=20)
                _set_up(ssh, target)
            finally:
                ssh.close()
            running.save()
        finally:
            running.stop()


def _recipe(image: Base) -> Iterator[bytes]:
    yield image.folder.name.encode()
    yield from (str(path).encode() for path in _files())
    for spec in SPECS:
        yield kvm_xml(spec).encode()
    yield " ".join(machine.hardware(Disks(Path()))).encode()
    for path in (Path(__file__), SETUP, SETTLE):
        yield path.read_bytes()


def saved() -> Saved:
    """Return the saved state, made at its first use and whenever its recipe changes."""
    image = base()
    key = hashlib.sha256(b"\0".join(_recipe(image))).hexdigest()[:12]
    try:
        folder = cached(f"t3-saved-{key}", lambda target: _build(target, image))
    except ProgramError as error:
        raise ProgramError(f"the T3 host's saved state cannot be made: {error}") from error
    return Saved(image, Disks(folder))
