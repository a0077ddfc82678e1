"""What metrics-server would tell: the CPU time of pods, by the real kubelet's own counters.

No metrics-server can be had here. Its kind stands in the API server, and the lab writes into it
what metrics-server computes from the same two answers of the kubelet.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from lab.deadline import wait_until
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.config import NODE
from lab.kubernetes.stage import KubernetesStage

KIND = Path(__file__).with_name("metrics.yaml")
DEFINITION = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/pods.metrics.k8s.io"
GROUP = "metrics.k8s.io/v1beta1"
COUNTERS = f"/api/v1/nodes/{NODE}/proxy/metrics/resource"
LINE = re.compile(
    r'^container_cpu_usage_seconds_total\{container="([^"]+)",namespace="([^"]+)",pod="([^"]+)"\}'
    r" ([0-9.e+-]+) ([0-9]+)$",
    re.MULTILINE,
)
MEASURED = 60  # seconds: the kubelet reads its cgroups every ten to twenty


def _counter(stage: KubernetesStage) -> tuple[float, float]:
    """Return the seconds of CPU time of the application's container, and when that was."""
    text = stage.cluster.api.ask("GET", COUNTERS).text
    (pod,) = stage.pods()
    for _, _, name, seconds, milliseconds in LINE.findall(text):
        if name == pod["metadata"]["name"]:
            return float(seconds), float(milliseconds) / 1000
    return 0.0, 0.0


def measure(stage: KubernetesStage) -> tuple[float, datetime, float]:
    """Return the CPUs that the container used, when, and within how many seconds.

    Until the kubelet has measured it twice this waits.
    """
    wait_until(lambda: _counter(stage)[1] > 0, MEASURED, "the kubelet to count", every=0.5)
    before, start = _counter(stage)
    wait_until(lambda: _counter(stage)[1] > start, MEASURED, "the kubelet to count on", every=0.5)
    after, end = _counter(stage)
    return (after - before) / (end - start), datetime.fromtimestamp(end, UTC), end - start


def _serves(cluster: Cluster) -> bool:
    return cluster.api.ask("GET", f"/apis/{GROUP}/pods").status == 200  # noqa: PLR2004 - HTTP


@contextmanager
def told(stage: KubernetesStage) -> Iterator[float]:
    """Let the API tell what the application's container uses, and yield it: CPUs."""
    cluster = stage.cluster
    cluster.apply_text(KIND.read_text())
    try:
        wait_until(lambda: _serves(cluster), MEASURED, "the API server to know the kind")
        cpus, when, window = measure(stage)
        (pod,) = stage.pods()
        meta = {key: pod["metadata"][key] for key in ("name", "namespace")}
        (container,) = pod["spec"]["containers"]
        usage = {"cpu": f"{round(cpus * 1e9)}n", "memory": "0"}
        metrics = {
            "apiVersion": GROUP,
            "kind": "PodMetrics",
            "metadata": meta,
            "timestamp": f"{when:%Y-%m-%dT%H:%M:%SZ}",
            "window": f"{window:.3f}s",
            "containers": [{"name": container["name"], "usage": usage}],
        }
        cluster.api.create(f"/apis/{GROUP}/namespaces/{meta['namespace']}/pods", metrics)
        yield cpus
    finally:
        cluster.api.delete(DEFINITION)
