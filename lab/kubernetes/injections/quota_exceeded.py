"""A namespace may have no more pods, so the missing one is never made."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.manifest import quota
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.witnesses import logged

SIGN = logged("kube-controller-manager", r"exceeded quota: few", "refused pods")


def _in_force(stage: KubernetesStage) -> bool:
    return bool(stage.cluster.find("ResourceQuota", "few").get("status", {}).get("used"))


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    limit = quota("few", pods="1")
    before = SIGN.before(stage)
    stage.cluster.apply(limit)
    try:
        stage.wait_until(lambda: _in_force(stage), "the quota to be in force")
        stage.scale(2)
        yield SIGN.wait(stage, before)
    finally:
        stage.cluster.remove(limit)
        stage.scale(1)
        stage.wait_healthy()


INJECTION = KubernetesInjection(
    fault="quota_exceeded",
    unit="refused",
    apply=_apply,
    target="workload",
)
