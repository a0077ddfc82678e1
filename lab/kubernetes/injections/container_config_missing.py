"""A container wants a ConfigMap that does not exist."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, changed
from lab.kubernetes.stage import KubernetesStage, spec_of
from lab.kubernetes.witnesses import logged

WANTED = {"name": "MODE", "valueFrom": {"configMapKeyRef": {"name": "shop-mode", "key": "mode"}}}
SIGN = logged("kubelet", r'configmap \\?"shop-mode\\?" not found', "the missing ConfigMap")


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    with changed(stage, spec_of(env=[WANTED]), SIGN) as seen:
        stage.wait_state("CreateContainerConfigError")
        yield seen


INJECTION = KubernetesInjection(fault="container_config_missing", unit="missing", apply=_apply)
