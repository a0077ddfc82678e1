"""The node's containerd is gone; its containers go on, and nothing new can start."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.config import STREAM_PORT
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.witnesses import port_refused

SIGN = port_refused(STREAM_PORT)
NOTICED_SECONDS = 60  # the kubelet gives its runtime 30


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    cluster = stage.cluster
    before = SIGN.before(stage)
    cluster.stop("containerd", signal.SIGKILL)
    try:
        seen = SIGN.wait(stage, before)
        cluster.wait_condition("Ready", "False", seconds=NOTICED_SECONDS)
        yield seen
    finally:
        cluster.start("containerd")
        cluster.wait_ready()
        stage.wait_healthy()


INJECTION = KubernetesInjection(
    fault="kubelet_container_runtime_down",
    unit="killed",
    apply=_apply,
    target="node",
)
