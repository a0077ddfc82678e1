"""The limit of a launcher pod has no room for QEMU's own memory, and the kernel kills QEMU.

The pod and its end are real; the phase of the VMI is written by the lab, as KubeVirt would.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, Sign
from lab.kubernetes.launcher import PLENTY, Launcher
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.vm_stage import relaunched, with_vm
from lab.kubernetes.witnesses import oom_kills


@contextmanager
def _apply(stage: KubernetesStage, level: float) -> Iterator[Witness]:
    sign = Sign(
        "the kernel's log of killed launchers",
        "kills",
        oom_kills,
        lambda before, after: level >= PLENTY or after > before,
    )
    before = sign.before(stage)
    with relaunched(stage, Launcher(room=round(level))):
        yield sign.wait(stage, before)


INJECTION = KubernetesInjection(
    fault="vmi_launcher_overhead_too_small",
    path="memory",
    levels=(12, 8, 4),  # QEMU itself takes 16 before its guest runs
    sub_threshold=PLENTY,
    unit="MiB beside the guest's memory",
    prepare=with_vm,
    apply=_apply,
    target="vmi",
)
