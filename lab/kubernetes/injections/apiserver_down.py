"""The API server is gone; the node's containers go on."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.config import API_PORT
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.witnesses import port_refused

SIGN = port_refused(API_PORT)


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    cluster = stage.cluster
    before = SIGN.before(stage)
    cluster.stop("kube-apiserver")
    try:
        yield SIGN.wait(stage, before)
    finally:
        cluster.start("kube-apiserver")
        cluster.wait_answers()
        cluster.revive()  # who lost his lease meanwhile has ended
        cluster.wait_ready()
        stage.wait_healthy()


INJECTION = KubernetesInjection(
    fault="apiserver_down",
    unit="stopped",
    apply=_apply,
    target="cluster",
)
