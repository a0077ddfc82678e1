"""No scheduler runs: new pods wait without a word."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.config import SCHEDULER_PORT
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.witnesses import port_refused

SIGN = port_refused(SCHEDULER_PORT)
LEASE_SECONDS = 15  # after which its holder counts as gone


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    cluster = stage.cluster
    before = SIGN.before(stage)
    cluster.stop("kube-scheduler")
    try:
        stage.scale(2)  # nobody places the second pod
        cluster.wait_lease_expired("kube-scheduler", LEASE_SECONDS)
        yield SIGN.wait(stage, before)
    finally:
        cluster.start("kube-scheduler")
        stage.scale(1)
        stage.wait_healthy()


INJECTION = KubernetesInjection(
    fault="scheduler_down",
    unit="stopped",
    apply=_apply,
    target="cluster",
)
