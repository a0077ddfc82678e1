"""A container at its limit, asked about from afar: without its cgroup, by what the API tells."""

import os
from typing import Any

import pytest

from lab.kubernetes.cluster import Cluster
from lab.kubernetes.experiment import injected
from lab.kubernetes.outside import answer_from_outside
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.usage import told

LIMIT = 0.2
pytestmark = [
    pytest.mark.lab,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(os.geteuid() != 0, reason="namespaces and cgroups need root"),
]


def _from_afar(stage: KubernetesStage) -> dict[str, Any]:
    return answer_from_outside(stage.cluster, "why", stage.called("pod"), "--symptom", "cpu")


def test_a_limit_that_is_used_up_is_named_from_afar(cluster: Cluster) -> None:
    """Suspected without metrics-server, named with it."""
    with injected(cluster, "container_cpu_limit", LIMIT) as (stage, _):
        without = _from_afar(stage)
        with told(stage) as cpus:
            named = _from_afar(stage)

    assert cpus == pytest.approx(LIMIT, rel=0.15)
    assert (without["answer"], without["causes"]) == ("undecided", [])
    assert [cause["fault"] for cause in named["causes"]] == ["container_cpu_limit"]
