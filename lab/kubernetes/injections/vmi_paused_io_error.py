"""The volume of a VM fails, and QEMU pauses the VM.

QEMU and its pause are real; the condition of the VMI is written by the lab, as KubeVirt would.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from lab.disks.nbd import Faults, NbdDisk
from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, Sign, appears
from lab.kubernetes.launcher import Launcher
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.vm_stage import relaunched, vm_of, with_vm
from lab.load import STUBBORN_DISK

BROKEN = Faults(failing_reads=1, failing_writes=1)
SIGN = Sign(
    "QEMU's monitor: stopped by an I/O error",
    "of 1",
    lambda stage: float(vm_of(stage).has_io_error()),
    appears,
)


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    with closing(NbdDisk(stage.cluster.host, f"vm-{stage.uid()}")) as disk:
        drive = f"nbd+unix:///disk?socket={disk.socket}"
        with relaunched(stage, Launcher(drive=drive, work=STUBBORN_DISK.script)) as vm:
            before = SIGN.before(vm)
            disk.set(BROKEN)
            seen = SIGN.wait(vm, before)
            vm.report()
            yield seen


INJECTION = KubernetesInjection(
    fault="vmi_paused_io_error",
    path="storage",
    unit="paused",
    prepare=with_vm,
    apply=_apply,
    target="vmi",
)
