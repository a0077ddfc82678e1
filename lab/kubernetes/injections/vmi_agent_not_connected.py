"""No guest agent runs in a VM.

The guest and the closed channel are real; the VMI's conditions are written by the lab, as KubeVirt
would.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, Sign, appears
from lab.kubernetes.launcher import Launcher
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.vm_stage import relaunched, vm_of, with_vm

SIGN = Sign(
    "QEMU's monitor: the agent's channel is closed",
    "of 1",
    lambda stage: float(not vm_of(stage).agent_answers()),
    appears,
)


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    before = SIGN.before(stage)
    with relaunched(stage, Launcher(agent=False)):
        yield SIGN.wait(stage, before)


INJECTION = KubernetesInjection(
    fault="vmi_agent_not_connected",
    unit="missing",
    prepare=with_vm,
    apply=_apply,
    target="vmi",
    risk=True,
)
