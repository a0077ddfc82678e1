"""Records what a real cluster answers, for tests that replay it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from downstack.sources.kubernetes_cleaning import cleaned, cleaner_of
from downstack.sources.kubernetes_paths import SUMMARY
from lab.kubernetes.api import Api, ApiError
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.config import KUBELET_PORTS

PATHS = (
    "/version",
    "/api/v1/nodes",
    "/api/v1/pods",
    "/api/v1/events",
    "/api/v1/namespaces",
    "/api/v1/persistentvolumeclaims",
    "/api/v1/persistentvolumes",
    "/api/v1/resourcequotas",
    "/apis/apps/v1/daemonsets",
    "/apis/apps/v1/deployments",
    "/apis/apps/v1/replicasets",
    "/apis/apps/v1/statefulsets",
    "/apis/batch/v1/jobs",
    "/apis/storage.k8s.io/v1/storageclasses",
    "/apis/storage.k8s.io/v1/volumeattachments",
    "/apis/coordination.k8s.io/v1/leases",
    "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases",
    "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases",
    "/apis/metrics.k8s.io/v1beta1/pods",
    "/apis/kubevirt.io/v1/virtualmachineinstances",
    "/apis/kubevirt.io/v1/virtualmachines",
    "/api/v1/namespaces/kube-system",
    "/api/v1/namespaces/kube-system/endpoints/kube-dns",
    "/readyz?verbose",
    "/metrics",
)
"""What is recorded unless something else is asked for."""


def file_name(path: str) -> str:
    """Return the name of the file for the answer to a path, its query included."""
    return quote(path.replace("/", "_"), safe="_=&?,") + ".json"


def kept(path: str, text: str, date: str) -> str:
    """Return an answer as the source hands it on; of `/readyz` the text alone, as it came."""
    cleaner = cleaner_of(path)
    if cleaner is not None:
        return cleaner(text)
    try:
        content = cleaned(json.loads(text))
    except json.JSONDecodeError:  # /readyz
        return text
    whole = {"items": content["items"]} if "items" in content else content
    return json.dumps({**whole, "date": date}, indent=1) + "\n"


def record(
    cluster: Cluster,
    folder: Path,
    state: str,
    *,
    user: str = "downstack",
    paths: tuple[str, ...] = PATHS,
) -> None:
    """Write each path's answer to a file, and how it was recorded."""
    folder.mkdir(parents=True, exist_ok=True)
    api = cluster.api_of(user)
    kubelet = Api(api.namespace, KUBELET_PORTS[0], api.authority, api.token)
    place = f"{cluster.host.network.host_address}:{KUBELET_PORTS[0]}"
    lines = []
    date = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    for server, what, path in (
        *((api, f"GET {path}", path) for path in paths),
        (kubelet, f"KUBELET {place}{SUMMARY}", SUMMARY),
    ):
        try:
            reply = server.ask("GET", path)
        except ApiError:  # down, or slower than the lab's patience
            lines.append(f"{what}: no answer")
            continue
        (folder / file_name(path)).write_text(kept(path, reply.text, date))
        lines.append(f"{what}: {reply.status}")
    head = [
        f"state: {state}",
        f"asked by: lab.kubernetes.record as user {user}",
        "kept as the source keeps it (no environment, no command lines, no annotations)",
        f"server: {cluster.version} of the lab, one node",
        f"day: {datetime.now(UTC):%Y-%m-%d}",
    ]
    (folder / "recorded").write_text("\n".join((*head, *lines)) + "\n")
