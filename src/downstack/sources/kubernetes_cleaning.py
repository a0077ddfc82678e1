"""What is kept of an API server's objects: nothing that could hold a secret, nothing unread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from downstack.sources.redact import redact

_DROPPED = frozenset(
    {
        *("managedFields", "env", "envFrom", "command", "args", "httpHeaders", "lifecycle"),
        *("data", "stringData", "binaryData", "userData", "userDataBase64", "networkData"),
        *("networkDataBase64", "accessCredentials", "images", "sysprep", "selfLink"),
        *("httpGet", "exec", "tcpSocket", "grpc", "tolerations", "gitRepo", "flexVolume"),
        *("securityContext", "volumeMounts", "ports", "terminationMessagePath", "imageID"),
        *("options", "hostAliases", "dnsConfig", "lastAppliedConfiguration", "x-kubernetes"),
    }
)
"""Keys that are left out wherever they stand."""
_KEPT: dict[str, frozenset[str]] = {
    "labels": frozenset(
        {
            "pod-template-hash",
            "kubevirt.io",
            "kubevirt.io/created-by",
            "vm.kubevirt.io/name",
            "kubernetes.io/hostname",
        }
    ),
    "annotations": frozenset(
        {
            "kubevirt.io/domain",
            "storageclass.kubernetes.io/is-default-class",
            "volume.kubernetes.io/selected-node",
        }
    ),
    "volumeAttributes": frozenset(
        {"pool", "imageName", "clusterID", "dataPool", "staticVolume", "fsName", "server", "share"}
    ),
    "parameters": frozenset({"pool", "clusterID", "dataPool", "type", "fstype"}),
    "attachmentMetadata": frozenset({"devicePath"}),
}
"""Maps with free keys: only these are kept."""
_NAME = 40
"""Characters of a name, a UID or a time; what is longer is text."""
_TELLING = frozenset({"StartError", "ContainerCannotRun"})
"""Reasons of an end whose message comes from the runtime; any other is the program's own text."""
METRICS = (
    "etcd_request_duration_seconds_sum",
    "etcd_request_duration_seconds_count",
    "apiserver_request_duration_seconds_sum",
    "apiserver_request_duration_seconds_count",
)
"""What is read of the API server's metrics."""


def cleaned(value: Any) -> Any:
    """Return an object without what could hold a secret and what nobody reads.

    What is left of free text is redacted, so that no later step has to look at it.
    """
    if isinstance(value, dict):
        return {
            key: _kept(key, part)
            for key, part in value.items()
            if key not in _DROPPED and not _is_own_text(key, value)
        }
    if isinstance(value, list):
        return [cleaned(part) for part in value]
    return redact(value) if isinstance(value, str) and len(value) > _NAME else value


def _kept(key: str, part: Any) -> Any:
    known = _KEPT.get(key)
    if known is None or not isinstance(part, dict):
        return cleaned(part)
    return {name: text for name, text in part.items() if name in known}


def _is_own_text(key: str, state: Mapping[str, Any]) -> bool:
    return key == "message" and "exitCode" in state and state.get("reason") not in _TELLING


def metrics_of(text: str) -> str:
    """Return the lines of the metrics that are read, without buckets."""
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if line.startswith(METRICS))


def cleaner_of(path: str) -> Callable[[str], str] | None:
    """Return what cleans the text of *path*, or None where it is JSON."""
    return metrics_of if path == "/metrics" else None
