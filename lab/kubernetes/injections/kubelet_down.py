"""The kubelet of the node is gone; the containers go on for a while."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.config import GRACE, KUBELET_PORTS
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.witnesses import port_refused

SIGN = port_refused(KUBELET_PORTS[0])


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    cluster = stage.cluster
    before = SIGN.before(stage)
    cluster.stop("kubelet", signal.SIGKILL)
    try:
        seen = SIGN.wait(stage, before)
        cluster.wait_condition("Ready", "Unknown", seconds=3 * GRACE)
        yield seen
    finally:
        cluster.start("kubelet")
        cluster.wait_ready()
        stage.wait_healthy()


INJECTION = KubernetesInjection(
    fault="kubelet_down",
    unit="killed",
    apply=_apply,
    target="node",
)
