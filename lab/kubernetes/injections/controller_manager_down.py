"""No controller manager runs: nothing makes the pods that a Deployment wants."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.config import CONTROLLER_PORT
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.witnesses import port_refused

SIGN = port_refused(CONTROLLER_PORT)
LEASE_SECONDS = 15  # after which its holder counts as gone


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    cluster = stage.cluster
    before = SIGN.before(stage)
    cluster.stop("kube-controller-manager")
    try:
        stage.scale(2)  # nobody makes the second pod
        cluster.wait_lease_expired("kube-controller-manager", LEASE_SECONDS)
        yield SIGN.wait(stage, before)
    finally:
        cluster.start("kube-controller-manager")
        stage.scale(1)
        stage.wait_healthy()


INJECTION = KubernetesInjection(
    fault="controller_manager_down",
    unit="stopped",
    apply=_apply,
    target="cluster",
)
