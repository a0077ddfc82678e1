"""Somebody on the host fills the queue of the device that is the guest's disk."""

import shlex
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from lab.disks.loop import LoopDisk, SlowFile
from lab.disks.nbd import Faults
from lab.host import Host
from lab.injection import Injection, Witness, witness
from lab.load import DISK
from lab.process import end
from lab.stage import TARGET, Stage, with_disk
from lab.witnesses import read_latency

SERVICE = 4  # milliseconds per request, as of a disk with heads that has few of them to sort


def _prepare_stage(host: Host) -> Stage:
    file = SlowFile(host, TARGET)
    disk = LoopDisk(host, file.path)
    stage = with_disk(host, disk, DISK)
    disk.end_with_its_users()
    file.store.set(Faults(service=SERVICE))
    return stage


def _readers(stage: Stage, count: int) -> list[str]:
    (disk,) = stage.target.spec.disks
    if not isinstance(disk, LoopDisk):
        raise TypeError(f"{stage.target.name} has no loop device")
    read = f"dd if={disk.device} of=/dev/null bs=4k count=10000 iflag=direct"
    loop = f"while {read} skip=$(( $$ % 97 )) 2>/dev/null; do :; done"
    lines = " ".join(f"sh -c {shlex.quote(loop)} &" for _ in range(count))
    return stage.host.inside(["sh", "-c", f"{lines} wait"])


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = read_latency(stage.target)
    started = subprocess.Popen(
        _readers(stage, int(level)), stdin=subprocess.DEVNULL, start_new_session=True
    )
    stage.host.at_end.callback(started.wait)
    process = stage.host.ledger.add_process(started.pid)
    try:
        yield witness(
            lambda: read_latency(stage.target),
            lambda now: level < INJECTION.levels[0] or now > 0.5 * level * SERVICE,
            means="direct read timed by the guest's clock",
            unit="ms",
            before=before,
        )
    finally:
        process.signal(signal.SIGTERM)
        end([process])


INJECTION = Injection(
    fault="host_disk_saturated",
    tier="T1",
    path="storage",
    levels=(16, 24, 32),
    sub_threshold=1,
    unit="programs that read the device at once",
    prepare=_prepare_stage,
    apply=_apply,
)
