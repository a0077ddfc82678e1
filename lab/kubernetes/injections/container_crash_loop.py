"""A container's program ends with an error as soon as it is started."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, Sign, changed
from lab.kubernetes.stage import KubernetesStage, spec_of
from lab.kubernetes.witnesses import restarts

BROKEN = ("sh", "-c", "echo 'no such database' >&2; exit 3")
ENOUGH = 2
SIGN = Sign(
    "logs of restarted containers on the node",
    "restarts",
    restarts,
    lambda before, after: after >= ENOUGH > before,
)


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    with changed(stage, spec_of(command=BROKEN), SIGN) as seen:
        stage.wait_state("CrashLoopBackOff")
        yield seen


INJECTION = KubernetesInjection(fault="container_crash_loop", unit="crashing", apply=_apply)
