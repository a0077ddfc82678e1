"""A container runs but says that it cannot serve."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.stage import KubernetesStage, spec_of, staged
from lab.kubernetes.witnesses import container_root, logged

FLAG = "tmp/serving"
COMMAND = ("sh", "-c", f"touch /{FLAG}; sleep 2147483647")
PROBE = {
    "exec": {"command": ["test", "-f", f"/{FLAG}"]},
    "periodSeconds": 1,
    "failureThreshold": 2,
}
SIGN = logged("kubelet", r'Readiness probe for "shop-', "failed probes")


def _prepare(cluster: Cluster) -> KubernetesStage:
    return staged(cluster, spec_of(command=COMMAND, readinessProbe=PROBE))


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    before = SIGN.before(stage)
    flag = container_root(stage) / FLAG
    flag.unlink()
    try:
        seen = SIGN.wait(stage, before)
        stage.wait_until(lambda: not stage.is_healthy(), "to be taken out of service")
        yield seen
    finally:
        flag.touch()
        stage.wait_healthy()


INJECTION = KubernetesInjection(
    fault="readiness_probe_failing", unit="not ready", prepare=_prepare, apply=_apply
)
