"""The disk under etcd's log is slow, so each write to the cluster waits for it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, Sign
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.throttle import slow_disk

WRITES = 5
UNTOUCHED = 1000  # writes a second, more than etcd makes


def _write_latency(stage: KubernetesStage) -> float:
    """Return the milliseconds of a write through etcd itself."""
    start = time.monotonic()
    for number in range(WRITES):
        stage.cluster.run("env", "ETCDCTL_API=3", "etcdctl", "put", "/lab/probe", str(number))
    return (time.monotonic() - start) * 1000 / WRITES


@contextmanager
def _apply(stage: KubernetesStage, level: float) -> Iterator[Witness]:
    sign = Sign(
        "writes by etcdctl",
        "ms",
        _write_latency,
        lambda before, after: level >= UNTOUCHED or after > before + 0.5 * 1000 / level,
    )
    before = sign.before(stage)
    with slow_disk(stage.cluster, "etcd", level):
        yield sign.wait(stage, before)


INJECTION = KubernetesInjection(
    fault="etcd_slow",
    path="storage",
    levels=(30, 15, 8),
    sub_threshold=UNTOUCHED,
    unit="writes a second allowed",
    apply=_apply,
    target="cluster",
)
