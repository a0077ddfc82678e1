"""A pod wants a node with a label that no node has."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, changed
from lab.kubernetes.stage import KubernetesStage, spec_of
from lab.kubernetes.witnesses import unschedulable

SIGN = unschedulable("didn't match Pod's node affinity")


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    with changed(stage, {**spec_of(), "nodeSelector": {"disktype": "ssd"}}, SIGN) as seen:
        yield seen


INJECTION = KubernetesInjection(fault="pod_unschedulable_selector", unit="pending", apply=_apply)
