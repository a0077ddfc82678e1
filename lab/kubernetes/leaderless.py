"""A daemon of the control plane that leads by a lease is stopped: what two injections do."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from lab.injection import Witness
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.witnesses import port_refused

LEASE_SECONDS = 15  # after which its holder counts as gone
Apply = Callable[[KubernetesStage, float], AbstractContextManager[Witness]]


def stopping(daemon: str, port: int) -> Apply:
    """Return what stops a daemon while a second pod is wanted, which then nobody cares for."""
    sign = port_refused(port)

    @contextmanager
    def apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
        cluster = stage.cluster
        before = sign.before(stage)
        cluster.stop(daemon)
        try:
            stage.scale(2)
            cluster.wait_lease_expired(daemon, LEASE_SECONDS)
            yield sign.wait(stage, before)
        finally:
            cluster.start(daemon)
            stage.scale(1)
            stage.wait_healthy()

    return apply
