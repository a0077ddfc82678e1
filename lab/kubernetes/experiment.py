"""Experiments on one running cluster, one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.experiment import new_host
from lab.injection import Witness
from lab.kubernetes.catalogue import injection
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.stage import KubernetesStage, with_idle_app


@contextmanager
def running() -> Iterator[Cluster]:
    """Yield a cluster on a host of its own, ready for pods."""
    with new_host() as host:
        cluster = Cluster(host)
        cluster.up()
        yield cluster


@contextmanager
def injected(
    cluster: Cluster, fault: str, level: float | None = None
) -> Iterator[tuple[KubernetesStage, Witness]]:
    """Inject a fault (plain level if none is given), undo it, and leave an empty cluster."""
    chosen = injection(fault)
    stage = chosen.prepare(cluster)
    try:
        with chosen.apply(stage, chosen.levels[1] if level is None else level) as seen:
            yield stage, seen
        cluster.revive()
        cluster.wait_ready()
    finally:
        stage.remove()


@contextmanager
def healthy(cluster: Cluster) -> Iterator[KubernetesStage]:
    """Run the application with nothing wrong."""
    stage = with_idle_app(cluster)
    try:
        yield stage
    finally:
        stage.remove()
