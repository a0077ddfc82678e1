"""A daemon of the cluster is killed: what several injections do."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from lab.ceph.cluster import Cluster
from lab.ceph.stage import cluster_of
from lab.deadline import wait_until
from lab.injection import Witness, witness
from lab.stage import Stage

NOTICED = 60  # seconds; mon_mgr_beacon_grace is 30
Apply = Callable[[Stage, float], AbstractContextManager[Witness]]


def killing(daemon: str, what: str, noticed: Callable[[Cluster], bool] | None = None) -> Apply:
    """Return what kills a daemon and starts it again at the end; *what* it is for a person.

    With *noticed* it is waited until the cluster knows.
    """

    @contextmanager
    def apply(stage: Stage, level: float) -> Iterator[Witness]:
        cluster = cluster_of(stage)

        def measure() -> float:
            return float(not cluster.daemon(daemon).alive())

        before = measure()
        cluster.stop(daemon, signal.SIGKILL)
        try:
            if noticed is not None:
                wait_until(lambda: noticed(cluster), NOTICED, "the monitors to notice")
            yield witness(
                measure,
                lambda value: value == level,
                means=f"the process of the {what} that is gone",
                unit="of 1",
                before=before,
            )
        finally:
            cluster.start(daemon)
            cluster.wait_healthy()

    return apply
