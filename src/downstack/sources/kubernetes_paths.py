"""Which paths of an API server may be read, and which right each of them takes."""

from __future__ import annotations

import re

_NAME = r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?"
_CORE = r"/api/v1"
_INSIDE = "pods|events|persistentvolumeclaims|endpoints|resourcequotas"
_GROUPS = {
    "apps/v1": "deployments|statefulsets|daemonsets|replicasets",
    "batch/v1": "jobs",
    "coordination.k8s.io/v1": "leases",
    "storage.k8s.io/v1": "storageclasses|volumeattachments|csinodes",
    "metrics.k8s.io/v1beta1": "pods",
    "kubevirt.io/v1": "virtualmachineinstances|virtualmachineinstancemigrations|virtualmachines",
}
_RESOURCES = "|".join(
    (
        rf"{_CORE}/(?:nodes|persistentvolumes|namespaces)(?:/{_NAME})?",
        rf"{_CORE}/(?:namespaces/{_NAME}/)?(?:{_INSIDE})(?:/{_NAME})?",
        *(
            rf"/apis/{re.escape(group)}/(?:namespaces/{_NAME}/)?(?:{names})(?:/{_NAME})?"
            for group, names in _GROUPS.items()
        ),
    )
)
_QUERY = r"(?:\?(?:(?:fieldSelector|labelSelector)=[A-Za-z0-9%._=!,/-]{1,300}&?)+)?"
_ALLOWED = re.compile(rf"(?:{_RESOURCES}){_QUERY}")
STATE_PATHS = frozenset({"/version", "/readyz?verbose", "/livez?exclude=etcd", "/metrics"})
"""What the server says of itself; not objects."""

SUMMARY = "/stats/summary?only_cpu_and_memory=true"
"""What a kubelet says on its own port; an API server does not know the path."""


def refuse_unless_allowed(path: str) -> None:
    """Raise ValueError for a path that only reads objects of no list: secrets, logs, proxies."""
    if path not in {*STATE_PATHS, SUMMARY} and not _ALLOWED.fullmatch(path):
        raise ValueError(f"{path!r} is not an allowed path of the API server")


def right_of(path: str) -> str:
    """Return in words the right that reading *path* takes."""
    bare = path.partition("?")[0]
    if path == SUMMARY:
        return "the right to get nodes/stats (RBAC)"
    if path in STATE_PATHS:
        return f"the right to get {bare} (RBAC)"
    parts = bare.strip("/").split("/")
    group, rest = ("", parts[2:]) if parts[0] == "api" else (parts[1], parts[3:])
    if rest[0] == "namespaces" and len(rest) > 2:  # noqa: PLR2004 - namespaces/NAME/RESOURCE
        rest = rest[2:]
    verb = "list" if len(rest) == 1 else "get"
    return f"the right to {verb} {rest[0]}{f'.{group}' if group else ''} (RBAC)"


def need_of(path: str) -> str:
    """Return what a server lacks that does not know *path*."""
    if "/kubevirt.io/" in path:
        return "KubeVirt in the cluster"
    if "/metrics.k8s.io/" in path:
        return "metrics-server in the cluster"
    return f"an API server that serves {path.partition('?')[0]}"
