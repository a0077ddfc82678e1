"""The kubelet kills a container, again and again, before it has had the time to start."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, Sign, changed
from lab.kubernetes.stage import KubernetesStage, spec_of
from lab.kubernetes.witnesses import restarts

SLOW_START = ("sh", "-c", "sleep 30; touch /tmp/up; sleep 2147483647")
PROBE = {
    "exec": {"command": ["test", "-f", "/tmp/up"]},  # noqa: S108 - in the container
    "initialDelaySeconds": 1,
    "periodSeconds": 1,
    "failureThreshold": 2,
}
ENOUGH = 2
SIGN = Sign(
    "logs of restarted containers on the node",
    "restarts",
    restarts,
    lambda before, after: after >= ENOUGH > before,
)


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    with changed(stage, spec_of(command=SLOW_START, livenessProbe=PROBE), SIGN) as seen:
        yield seen


INJECTION = KubernetesInjection(fault="liveness_probe_too_strict", unit="killed", apply=_apply)
