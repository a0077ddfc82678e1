"""The nodes are reserved for others, by a taint which the pod does not tolerate."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.witnesses import unschedulable

TAINT = {"key": "dedicated", "value": "database", "effect": "NoSchedule"}
SIGN = unschedulable("had taint {dedicated: database}")


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    before = SIGN.before(stage)
    stage.cluster.patch_node({"taints": [TAINT]})
    try:
        stage.restart_pods()
        yield SIGN.wait(stage, before)
    finally:
        stage.cluster.patch_node({"taints": None})
        stage.wait_healthy()


INJECTION = KubernetesInjection(fault="pod_unschedulable_taint", unit="pending", apply=_apply)
