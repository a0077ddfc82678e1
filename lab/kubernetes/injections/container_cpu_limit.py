"""A container may use less CPU than its process wants."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.injection import KubernetesInjection, Sign, changed
from lab.kubernetes.manifest import BUSY, Manifest, resources
from lab.kubernetes.stage import KubernetesStage, spec_of, staged
from lab.kubernetes.witnesses import cpu_share

PLENTY = 4.0


def _spec(cpus: float) -> Manifest:
    request = {"cpu": "10m", "memory": "16Mi"}
    limits = resources(requests=request, cpu=f"{round(cpus * 1000)}m", memory="64Mi")
    return spec_of(command=BUSY, resources=limits)


def _prepare(cluster: Cluster) -> KubernetesStage:
    return staged(cluster, _spec(PLENTY))


@contextmanager
def _apply(stage: KubernetesStage, level: float) -> Iterator[Witness]:
    sign = Sign(
        "CPU time of the process, in /proc/PID/stat",
        "of a CPU",
        cpu_share,
        lambda _, after: level > 1 or 0.5 * level < after < 1.3 * level,
    )
    with changed(stage, _spec(level), sign) as seen:
        yield seen


INJECTION = KubernetesInjection(
    fault="container_cpu_limit",
    path="cpu",
    levels=(0.5, 0.2, 0.05),
    sub_threshold=2,  # of a process that wants one
    unit="of a CPU allowed to a process that wants one",
    prepare=_prepare,
    apply=_apply,
)
