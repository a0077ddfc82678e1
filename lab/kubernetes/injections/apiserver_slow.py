"""The API server gets less CPU than its requests take."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, Sign
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.throttle import slow_cpu

PATIENCE = 30
READS = 3
ENOUGH = 2.0
SLOW = 300  # milliseconds


def _read_latency(stage: KubernetesStage) -> float:
    """Return the milliseconds of a read over a new connection."""
    start = time.monotonic()
    for _ in range(READS):
        stage.cluster.api.ask("GET", "/version", seconds=PATIENCE)
    return (time.monotonic() - start) * 1000 / READS


@contextmanager
def _apply(stage: KubernetesStage, level: float) -> Iterator[Witness]:
    sign = Sign(
        "a read over a new connection",
        "ms",
        _read_latency,
        lambda before, after: level >= ENOUGH or after > before + SLOW,
    )
    before = sign.before(stage)
    with slow_cpu(stage.cluster, "kube-apiserver", level):
        yield sign.wait(stage, before)


INJECTION = KubernetesInjection(
    fault="apiserver_slow",
    path="cpu",
    levels=(0.03, 0.025, 0.02),
    sub_threshold=ENOUGH,
    unit="of a CPU allowed",
    apply=_apply,
    target="cluster",
)
