"""Where names stand in what machines and clusters answer, and which names are everybody's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from downstack.source import Request, Way

OF_CLUSTERS = frozenset({Way.CEPH, Way.KUBERNETES, Way.KUBELET})
_MACHINES = {
    "domains": re.compile(r'"name":"([^"\\]+)"'),
    "connection": re.compile(r'"hostname":"([^"\\]+)"'),
    "cmdline": re.compile(r"\0-name\0(?:guest=)?([^,\0]+)"),
}
"""Where the name of a machine stands, by the last part of what was asked."""
_HOSTNAMES = ("/proc/sys/kernel/hostname", "/etc/hostname")
_IMAGES = (
    re.compile(r"""protocol=\\?['"]rbd\\?['"] name=\\?['"]([^'"\\]+)"""),
    *(re.compile(rf'"driver":"rbd"[^{{}}]*?"{part}":"([^"]+)"') for part in ("pool", "image")),
    re.compile(r"\brbd:([^:@,\0\s\"']+)"),
)
"""Where libvirt and QEMU have an image of Ceph, after its pool or not."""
_OBJECTS = frozenset(
    {"metadata", "involvedObject", "ownerReferences", "claimRef", "targetRef", "dataVolume"}
)
"""What is called something by `name`."""
_EVERYWHERE = {
    *("namespace", "nodeName", "claimName", "volumeName", "persistentVolumeName", "generateName"),
    *("host", "hostname", "sourceNode", "targetNode", "sourcePod", "targetPod", "vmiName"),
    *("kubernetes.io/hostname", "vm.kubevirt.io/name", "volume.kubernetes.io/selected-node"),
    *("pool", "dataPool", "imageName", "fsName", "server", "machineID", "systemUUID"),
    *("pool_name", "utsname_hostname", "fs_name", "kubevirt.io/domain", "holderIdentity"),
}
"""Keys of names that the machines of a cluster also know."""
_INSIDE = {
    *("name", "value", "values", "storageClassName", "serviceAccountName", "serviceAccount"),
    *("schedulerName", "secretName", "serviceName", "subdomain", "reportingInstance"),
    *("priorityClassName", "networkName", "clusterID", "rule_name", "item_name"),
    *("quorum_names", "active_name", "rank", "entity_name", "image", "providerID", "key"),
}
"""Keys of names that only a cluster knows."""
MAPS = frozenset({"labels", "matchLabels", "nodeSelector", "selector", "daemons"})
"""Objects whose keys are chosen by people."""
AS_IS = frozenset(
    {
        *("kind", "apiVersion", "type", "status", "reason", "phase", "component", "operator"),
        *("reportingComponent", "driver", "provisioner", "attacher", "fsType", "effect"),
        *("architecture", "operatingSystem", "severity", "state", "state_name", "flags"),
        *("flags_names", "flags_set", "channel", "priority", "date", "bus", "model"),
    }
)
"""Keys of words that are Kubernetes' and Ceph's own."""
_TOLD_EVERYWHERE = re.compile(
    r"\b(?:root|region|datacenter|zone|room|pod|pdu|row|rack|chassis|host)=([\w.-]*\w)"
    r"|\bhost ([\w.-]*\w) (?=\(root=|at )|\bpool '([^']+)'"
)
_TOLD_INSIDE = re.compile(
    r":::(?:rbd_id\.)?([^:\s]+):|\bclient\.([A-Za-z][\w.-]*)"
    r'|\b[A-Za-z.]{1,60} "([a-z0-9][a-z0-9.-]*)"|\bquota: ([\w-]+)'
)
"""Names in messages."""
_ADDRESSED = re.compile(r"\b((?=[\w.-]*[A-Za-z])[\w-]+(?:\.[\w-]+)*)(?::[0-9]+\b| \(DNS\))")
_POOL = re.compile(r'^ceph_pool_metadata\{[^}]*?\bname="([^"]+)"', re.MULTILINE)
_DAEMON = re.compile(r'\bceph_daemon="([^"]+)"')
_PREFIX = re.compile(r"(?:mon|mgr|mds|osd|rgw|client)\.(.*)")
_STEM = re.compile(
    r"(?:virt-launcher-)?(.+?)(?:-[4-9bcdf]{6,10}(?:-[b-z2-9]{5})?)?-?(?:\.[0-9a-f]{14,16})?"
)
"""A name before what Kubernetes has appended: the hash of a template, its dice, an event's time."""
_WORDS = frozenset(
    {
        *("default", "coredns", "kubernetes", "kubevirt", "cdi", "rook-ceph", "calico", "flannel"),
        *("compute", "etcd", "kubelet", "pause", "library", "default-scheduler", "admin"),
        *("bootstrap", "device_health_metrics", "replicated_rule", "default~hdd", "default~ssd"),
        *("rbd", "global", "linux", "amd64", "arm64", "localhost", "true", "false", "none", "null"),
        *("unknown", "any", "proc", "sys", "dev", "etc", "var", "run", "lib", "log", "usr", "tmp"),
        *("fs", "cgroup", "kvm", "qemu", "libvirt", "libvirtd", "virtio", "host", "guest"),
        *("domain", "node", "pod", "cpu", "memory", "disk", "network", "cni", "container"),
        *("runtime", "volume", "nodes", "timeout", "timed", "deadline", "request", "canceled"),
        *("liveness", "readiness", "startup", "probe", "failed", "quota", "exceeded", "limits"),
        *("policy", "webhook", "denied", "pods", "osd", "mon", "mgr", "mds", "pg", "pool", "boot"),
        *("client", "name", "data", "rpc", "error", "in", "on", "of", "no", "is", "to", "at"),
        *("not", "and", "the", "has", "had", "slow", "ops", "spec", "containers", "summary"),
        "metadata",
    }
)
"""Names that everybody has, and words by which answers are read."""
_KNOWN = re.compile(
    r"kube-.*|system:.*|virt-[a-z]+|\..*|.?|[0-9.:]+[kKMGTP]?i?|[4-9bcdf]{6,10}"
    r"|(?:.*[./])?(?:kubernetes|k8s|kubevirt|docker|quay|ghcr|gcr)\.io(?:/.*)?|.*\.ceph\.com"
)


class Names(NamedTuple):
    """Names that one answer tells: those of every text, and those of texts of clusters only."""

    everywhere: set[str]
    inside: set[str]


def names_in(request: Request, text: str) -> Names:
    """Return the names that the answer to *request* tells."""
    if request.way in OF_CLUSTERS:
        return _of_a_cluster(request, text)
    last = request.what.rpartition("/")[2]
    found = {text.strip()} if request.what in _HOSTNAMES else set()
    if pattern := _MACHINES.get(last):
        found.update(pattern.findall(text))
    stored = {text} if request.what == "/etc/machine-id" else set()
    if "rbd" in text and (last in _MACHINES or request.way is Way.QMP):
        images = (name for pattern in _IMAGES for name in pattern.findall(text))
        stored |= {part for name in images for part in name.split("/")}
    return Names(found | _chosen(stored), set())


def needed_names(need: str) -> Names:
    """Return the names in what a cluster would need to answer."""
    return Names(_chosen(_ADDRESSED.findall(need)), _chosen(_told(_TOLD_INSIDE, need)))


def json_of(text: str) -> Any:
    """Return an object or a list of JSON, or None."""
    try:
        return json.loads(text) if text.lstrip()[:1] in {"{", "["} else None
    except (ValueError, RecursionError):
        return None


def _of_a_cluster(request: Request, text: str) -> Names:
    everywhere, inside = set(_POOL.findall(text)), {_daemon(one) for one in _DAEMON.findall(text)}
    shared = inside if "/storageclasses" in request.what else everywhere
    for parent, key, value in _leaves(json_of(text)):
        if request.way is Way.CEPH and key == "name":
            inside.add(_daemon(value))
        elif key in _EVERYWHERE or (key == "name" and parent in _OBJECTS) or parent == "rbd":
            shared.update(_spelled(key, value))
        elif key in _INSIDE or parent in MAPS:
            inside.update(_spelled(key, value))
        if request.way is Way.CEPH:
            everywhere.update(_told(_TOLD_EVERYWHERE, value))
        inside.update(_told(_TOLD_INSIDE, value))
    return Names(_chosen(everywhere), _chosen(inside))


def _told(pattern: re.Pattern[str], message: str) -> Iterator[str]:
    return (name for found in pattern.finditer(message) for name in found.groups() if name)


def _leaves(whole: Any) -> Iterator[tuple[str, str, str]]:
    """Yield every text with its key and the key above; what people chose as a key, as a `key`."""
    rest: list[tuple[Any, str, str]] = [(whole, "", "")]
    while rest:
        value, parent, key = rest.pop()
        if isinstance(value, dict):
            rest += [(part, key, name) for name, part in value.items()]
            rest += [(name, key, "key") for name in value] if key in MAPS else []
        elif isinstance(value, list):
            rest += [(part, parent, key) for part in value]
        elif isinstance(value, str):
            yield parent, key, value


def _spelled(key: str, value: str) -> Iterable[str]:
    """Return the names that a text at a place of names consists of."""
    match key:
        case "image":
            return [part.partition(":")[0] for part in value.partition("@")[0].split("/")]
        case "providerID":
            return value.partition("://")[2].split("/")
        case "key":
            return [value.partition("/")[0]] if "/" in value else []
        case "holderIdentity":
            return [value.partition("_")[0]]
        case "rank" | "entity_name" | "active_name" | "quorum_names":
            return [_daemon(value)]
        case _:
            return [value]


def _daemon(name: str) -> str:
    """Return the id of a daemon of Ceph; of one that is only letters nothing."""
    prefixed = _PREFIX.fullmatch(name)
    own = prefixed[1] if prefixed else name
    return "" if own.isalpha() else own


def _chosen(names: Iterable[str]) -> set[str]:
    """Return the stems of names that somebody has chosen."""
    stems = (_STEM.fullmatch(name.strip(" \n._-~")) for name in names)
    found = {stem[1] for stem in stems if stem and stem[1][0].isalnum()}
    return {name for name in found if name not in _WORDS and not _KNOWN.fullmatch(name)}
