"""Somebody has cordoned the node and forgotten it."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.witnesses import unschedulable

SIGN = unschedulable("were unschedulable")


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    before = SIGN.before(stage)
    stage.cluster.patch_node({"unschedulable": True})
    try:
        stage.restart_pods()
        yield SIGN.wait(stage, before)
    finally:
        stage.cluster.patch_node({"unschedulable": None})
        stage.wait_healthy()


INJECTION = KubernetesInjection(fault="node_cordoned", unit="cordoned", apply=_apply)
