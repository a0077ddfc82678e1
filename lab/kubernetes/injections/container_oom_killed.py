"""A container needs more memory than its limit, and the kernel kills it, again and again."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, Sign, changed, grows
from lab.kubernetes.manifest import resources
from lab.kubernetes.stage import KubernetesStage, spec_of
from lab.kubernetes.witnesses import oom_kills

GREEDY = ("sh", "-c", "sleep 1; tail /dev/zero")
LIMIT = resources(requests={"cpu": "50m", "memory": "8Mi"}, cpu="500m", memory="16Mi")
SIGN = Sign("the kernel's log of killed pods", "kills", oom_kills, grows)


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    with changed(stage, spec_of(command=GREEDY, resources=LIMIT), SIGN) as seen:
        stage.wait_state("OOMKilled")
        yield seen


INJECTION = KubernetesInjection(
    fault="container_oom_killed", path="memory", unit="killed", apply=_apply
)
