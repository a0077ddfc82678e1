"""A job copies the guest's disk, on storage that serves one request after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.disks.nbd import HEALTHY, Faults, NbdDisk
from lab.domain import GuestSpec
from lab.host import Host
from lab.injection import Injection, Witness, witness
from lab.stage import TARGET, Stage, boot
from lab.witnesses import read_latency

SIZE = 2048  # MiB, so that the job lasts
GENTLE = 8  # MiB/s, the limit of a job that shall hurt nobody


def _prepare_stage(host: Host) -> Stage:
    disk = NbdDisk(host, TARGET, mebibytes=SIZE)
    (target,) = boot(host, GuestSpec(TARGET, disks=(disk,)))
    target.start_disk_load()
    return Stage(host, target)


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    disk, name = stage.nbd_disk(), stage.target.name
    disk.set(Faults(service=level))
    before = read_latency(stage.target)
    copy = stage.host.folder / "images" / "copy.raw"
    copy.parent.mkdir(exist_ok=True)
    limit = () if level >= INJECTION.levels[0] else ("--bandwidth", str(GENTLE))
    stage.host.virsh("blockcopy", name, "vda", "--dest", str(copy), "--format", "raw", *limit)
    try:
        yield witness(
            lambda: read_latency(stage.target),
            lambda milliseconds: milliseconds > 6 * level or level < INJECTION.levels[0],
            means="direct read timed by the guest's clock",
            unit="ms",
            before=before,
        )
    finally:
        stage.host.virsh("blockjob", name, "vda", "--abort")
        disk.set(HEALTHY)
        copy.unlink(missing_ok=True)


INJECTION = Injection(
    fault="block_job_running",
    tier="T1",
    path="storage",
    levels=(6, 8, 12),
    sub_threshold=1,
    unit="ms in which the storage serves one request",
    prepare=_prepare_stage,
    apply=_apply,
)
