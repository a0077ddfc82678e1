"""Objects of Kubernetes as the lab writes them."""

from typing import Any

IMAGE = "lab.local/busybox:1"
NAMESPACE = "default"
FOREVER = ("sleep", "2147483647")
BUSY = ("sh", "-c", "while :; do :; done")

Manifest = dict[str, Any]

_COLLECTIONS = {
    "Namespace": "/api/v1/namespaces",
    "Node": "/api/v1/nodes",
    "PersistentVolume": "/api/v1/persistentvolumes",
    "Pod": "/api/v1/namespaces/{namespace}/pods",
    "PersistentVolumeClaim": "/api/v1/namespaces/{namespace}/persistentvolumeclaims",
    "ResourceQuota": "/api/v1/namespaces/{namespace}/resourcequotas",
    "ServiceAccount": "/api/v1/namespaces/{namespace}/serviceaccounts",
    "ConfigMap": "/api/v1/namespaces/{namespace}/configmaps",
    "Deployment": "/apis/apps/v1/namespaces/{namespace}/deployments",
    "StatefulSet": "/apis/apps/v1/namespaces/{namespace}/statefulsets",
    "DaemonSet": "/apis/apps/v1/namespaces/{namespace}/daemonsets",
    "Job": "/apis/batch/v1/namespaces/{namespace}/jobs",
    "StorageClass": "/apis/storage.k8s.io/v1/storageclasses",
    "ClusterRole": "/apis/rbac.authorization.k8s.io/v1/clusterroles",
    "ClusterRoleBinding": "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
    "CustomResourceDefinition": "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
    "VirtualMachineInstance": "/apis/kubevirt.io/v1/namespaces/{namespace}/virtualmachineinstances",
}


def collection(kind: str, namespace: str = NAMESPACE) -> str:
    """Return the path of the objects of a kind."""
    return _COLLECTIONS[kind].format(namespace=namespace)


def path_of(manifest: Manifest) -> str:
    """Return the path of an object."""
    meta = manifest["metadata"]
    return f"{collection(manifest['kind'], meta.get('namespace', NAMESPACE))}/{meta['name']}"


def container(command: tuple[str, ...] = FOREVER, **more: object) -> Manifest:
    """Return a container of the lab's only image."""
    given = {"name": "main", "image": IMAGE, "imagePullPolicy": "Never", "command": list(command)}
    return {**given, **more}


def resources(*, requests: dict[str, str] | None = None, **limits: str) -> Manifest:
    """Return limits, and requests where they differ."""
    return {
        "limits": limits,
        "requests": {name: requests.get(name, value) for name, value in limits.items()}
        if requests
        else dict(limits),
    }


def pod_spec(*containers: Manifest, **more: object) -> Manifest:
    """Return what runs in a pod."""
    base = {"terminationGracePeriodSeconds": 1, "automountServiceAccountToken": False}
    return {**base, "containers": list(containers) or [container()], **more}


def pod(name: str, *containers: Manifest, **spec: object) -> Manifest:
    """Return a pod without an owner."""
    meta = {"name": name, "namespace": NAMESPACE, "labels": {"app": name}}
    inner = pod_spec(*containers, **spec)
    return {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": inner}


def deployment(name: str, spec: Manifest, *, replicas: int = 1) -> Manifest:
    """Return a Deployment whose pods have this spec."""
    labels = {"app": name}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": NAMESPACE, "labels": labels},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": spec},
        },
    }


def volume_claim(name: str, *, storage_class: str, size: str = "1Gi") -> Manifest:
    """Return a claim for a volume."""
    meta = {"name": name, "namespace": NAMESPACE}
    wanted = {"requests": {"storage": size}}
    spec = {"accessModes": ["ReadWriteOnce"], "storageClassName": storage_class}
    kind = {"apiVersion": "v1", "kind": "PersistentVolumeClaim"}
    return {**kind, "metadata": meta, "spec": {**spec, "resources": wanted}}


def quota(name: str, **hard: str) -> Manifest:
    """Return a limit on what the namespace may have."""
    meta = {"name": name, "namespace": NAMESPACE}
    kind = {"apiVersion": "v1", "kind": "ResourceQuota"}
    return {**kind, "metadata": meta, "spec": {"hard": hard}}
