"""The sparse file below the guest's loop device cannot grow: its filesystem is full."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.channel import GuestSilentError
from lab.disks.loop import LoopDisk, sparse_file
from lab.host import Host
from lab.injection import Injection, Witness, witness
from lab.load import DISK, GROWING_DISK
from lab.stage import TARGET, Stage, with_disk
from lab.witnesses import failed_writes, silent

ROOM = 48  # MiB
NEEDED = 16  # MiB: more than the load will ever add


def _prepare_stage(host: Host) -> Stage:
    disk = LoopDisk(host, sparse_file(host, TARGET, mebibytes=64, room=ROOM))
    stage = with_disk(host, disk, DISK)
    disk.end_with_its_users()
    return stage


def _suffers(stage: Stage) -> float:
    try:
        return silent(stage.target) or failed_writes(stage.target)
    except GuestSilentError:
        return 1  # QEMU has paused it in the middle


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    folder = stage.host.folder / "images" / f"{TARGET}.loop"
    before = silent(stage.target)
    size = f"$(( $(stat -f -c %a {folder}) * $(stat -f -c %S {folder}) - {int(level * 2**20)} ))"
    stage.host.run(["sh", "-c", f"fallocate -l {size} {folder}/somebody-elses"])
    try:
        stage.target.start_load(GROWING_DISK)
        yield witness(
            lambda: _suffers(stage),
            lambda now: (now > 0) == (level < NEEDED),
            means="direct writes of the guest that fail, or a guest that is silent",
            unit="of 1",
            before=before,
        )
    finally:
        stage.host.run(["rm", "-f", f"{folder}/somebody-elses"])
        if silent(stage.target):
            stage.host.virsh("resume", stage.target.name)
        stage.target.must("true")
        stage.target.stop_loads()


INJECTION = Injection(
    fault="loop_on_full_filesystem",
    tier="T1",
    path="storage",
    levels=(4, 1, 0),
    sub_threshold=20,
    unit="MiB left free",
    prepare=_prepare_stage,
    apply=_apply,
)
