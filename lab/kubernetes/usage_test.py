"""A container at its limit, asked about from afar: without its cgroup, by what others count."""

import os
from typing import Any

import pytest

from lab.kubernetes.cluster import RIGHTS, Cluster
from lab.kubernetes.experiment import injected
from lab.kubernetes.outside import answer_from_outside
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.usage import measure, told

LIMIT = 0.2
STATS = "nodes/stats"
pytestmark = [
    pytest.mark.lab,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(os.geteuid() != 0, reason="namespaces and cgroups need root"),
]


def _rights_without_stats() -> str:
    text = RIGHTS.read_text()
    assert STATS in text
    return text.replace("name: downstack", "name: far").replace(STATS, "nodes/none")


def _from_afar(stage: KubernetesStage, user: str) -> dict[str, Any]:
    asked = ("why", stage.called("pod"), "--symptom", "cpu")
    return answer_from_outside(stage.cluster, *asked, user=user)


def test_a_limit_that_is_used_up_is_named_from_afar(cluster: Cluster) -> None:
    """By the kubelet, else by metrics-server; else suspected, and which right would tell."""
    cluster.apply_text(_rights_without_stats())
    with injected(cluster, "container_cpu_limit", LIMIT) as (stage, _):
        measure(stage)
        by_kubelet = _from_afar(stage, "downstack")
        without = _from_afar(stage, "far")
        with told(stage) as cpus:
            by_metrics = _from_afar(stage, "far")

    assert cpus == pytest.approx(LIMIT, rel=0.15)
    assert (without["answer"], without["causes"]) == ("undecided", [])
    assert f"the right to get {STATS} (RBAC)" in {row["would_need"] for row in without["absent"]}
    for named in (by_kubelet, by_metrics):
        assert [cause["fault"] for cause in named["causes"]] == ["container_cpu_limit"]
