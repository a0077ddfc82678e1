"""The disk of a VM is a file of its node, so the VM cannot be moved.

The disk is real; KubeVirt's verdict in the VMI's conditions is written by the lab.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, Sign, appears
from lab.kubernetes.launcher import QEMU, Launcher
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.vm_stage import relaunched, vm_of, with_vm
from lab.kubernetes.witnesses import process_of

SIZE = 64 << 20


def _disk(stage: KubernetesStage) -> Path:
    return vm_of(stage).folder / "root.img"


def _is_open(stage: KubernetesStage) -> float:
    """Return 1 if QEMU has the file of the node open, else 0."""
    files = Path(f"/proc/{process_of(stage, QEMU)}/fd").iterdir()
    return float(any(file.readlink().name == _disk(stage).name for file in files))


SIGN = Sign("QEMU's open files: an image on the node", "of 1", _is_open, appears)


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    disk = _disk(stage)
    volume = {"name": "root", "hostDisk": {"path": str(disk), "type": "Disk"}}
    before = SIGN.before(stage)
    with disk.open("wb") as image:
        image.truncate(SIZE)
    try:
        with relaunched(stage, Launcher(drive=str(disk), volume=volume)):
            yield SIGN.wait(stage, before)
    finally:
        disk.unlink()


INJECTION = KubernetesInjection(
    fault="vmi_not_migratable",
    path="storage",
    unit="on its node",
    prepare=with_vm,
    apply=_apply,
    target="vmi",
    risk=True,
)
