"""A pod asks for more CPU than any node has left."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, changed
from lab.kubernetes.manifest import resources
from lab.kubernetes.stage import KubernetesStage, spec_of
from lab.kubernetes.witnesses import unschedulable

SIGN = unschedulable("Insufficient cpu")
WANTED = resources(requests={"cpu": "64", "memory": "16Mi"}, cpu="64", memory="64Mi")


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    with changed(stage, spec_of(resources=WANTED), SIGN) as seen:
        yield seen


INJECTION = KubernetesInjection(fault="pod_unschedulable_cpu", unit="pending", apply=_apply)
