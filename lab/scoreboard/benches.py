"""Stages that serve many experiments: a cluster takes longer to make than to break."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from lab.ceph.stage import CephStage
from lab.experiment import new_host
from lab.failure import LabError
from lab.host import Host
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.experiment import running
from lab.stage import Stage
from lab.witnesses import stalled_write

EXPERIMENTS = 8
"""Experiments on one stage; then it is made anew, so that no trace of the first ones counts."""

Prepare = Callable[[Host], Stage]


class Benches:
    """Keeps one stage with a cluster until it is worn, or something else is asked for."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._prepare: Prepare | None = None
        self._stage: Stage | None = None
        self._cluster: Cluster | None = None
        self._left = 0

    def stage(self, prepare: Prepare) -> Stage:
        """Return a healthy stage that was made by *prepare*."""
        if self._stage is None or prepare is not self._prepare or not self._left:
            self.drop()
            self._stage = prepare(self._stack.enter_context(new_host()))
            self._prepare, self._left = prepare, EXPERIMENTS
        self._left -= 1
        return self._stage

    def kubernetes(self) -> Cluster:
        """Return a Kubernetes cluster on which nothing runs."""
        if self._cluster is None or not self._left:
            self.drop()
            self._cluster = self._stack.enter_context(running())
            self._left = EXPERIMENTS
        self._left -= 1
        return self._cluster

    def settle(self) -> None:
        """After an experiment: keep the stage only if all that was broken has recovered."""
        if self._stage is not None and not _is_well(self._stage):
            self.drop()

    def drop(self) -> None:
        """Remove the stage."""
        self._stage = self._cluster = None
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.drop()


def _is_well(stage: Stage) -> bool:
    try:
        healthy = not isinstance(stage, CephStage) or stage.cluster.is_healthy()
        return healthy and stalled_write(stage.target) == 0
    except (LabError, OSError, RuntimeError, ValueError):
        return False
