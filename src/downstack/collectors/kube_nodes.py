"""The nodes of the cluster: their conditions, what is reserved on them, their signs of life."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from ipaddress import ip_address

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.kube_cluster import (
    LEASES,
    NODES,
    PODS,
    Object,
    cluster_of,
    condition,
    is_asked,
    items_of,
    name_of,
    node_of,
    now_of,
    part,
    quantity,
    rows_at,
    seconds_since,
    text_at,
)
from downstack.model import Absent, Connection, Edge, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import node
from downstack.source import Answers, Request

_RENEWED = 10.0
"""Seconds between two renewals of a kubelet's lease: a quarter of its duration."""
_NOT_TOLD = Absent(Reason.MISSING, "a condition that the kubelet reports")
_SILENT = Absent(Reason.STALE, "a kubelet that reports")
_UNTOLD = Absent(Reason.MISSING, "a node that tells it")
_CONDITIONS = (
    (node.READY, "Ready"),
    (node.MEMORY_PRESSURE, "MemoryPressure"),
    (node.DISK_PRESSURE, "DiskPressure"),
    (node.PID_PRESSURE, "PIDPressure"),
)
_INFO = (
    (node.MACHINE_ID, "machineID"),
    (node.KUBELET_VERSION, "kubeletVersion"),
    (node.RUNTIME_VERSION, "containerRuntimeVersion"),
)
_LAST_PORT = 65535
_WITH_BRACKETS = 6
"""The version of IP whose addresses have colons."""
_KEEPS_OFF = {"NoSchedule", "NoExecute"}
_OVER = {"Succeeded", "Failed"}
_OF_THE_NODE = (
    *(signal for signal, _ in _CONDITIONS),
    *(node.WHY_NOT_READY, node.PRESSURE, node.CORDONED, node.TAINTS, node.CPU, node.MEMORY),
    *(node.UUID, node.PROVIDER, node.KUBELET_PLACE),
    *(signal for signal, _ in _INFO),
)
_OF_ITS_LEASES = (node.LEASE_AGE, node.CLOCK_OFFSET, node.LIFE_AGE)
_OF_ITS_PODS = (node.CPU_REQUESTED, node.MEMORY_REQUESTED)


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (NODES, LEASES, PODS)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    if not is_asked(answers):
        return
    cluster = cluster_of(answers)
    nodes = items_of(answers, NODES)
    if isinstance(nodes, Absent):
        for name in _named_by_pods(answers):
            yield Connection(Edge.GOVERNS, cluster, node_of(name))
            for signal in (*_OF_THE_NODE, *_OF_ITS_LEASES, *_OF_ITS_PODS):
                yield Reading(node_of(name), signal, nodes)
        return
    pods = _by_node(items_of(answers, PODS))
    for one in nodes:
        entity = node_of(name_of(one))
        mine = pods if isinstance(pods, Absent) else pods.get(entity.key, [])
        yield Connection(Edge.GOVERNS, cluster, entity)
        for signal, value in (
            *_told(one),
            *_life(one, answers, mine),
            *_reserved(one, mine),
        ):
            yield Reading(entity, signal, value)


def _by_node(pods: list[Object] | Absent) -> dict[str, list[Object]] | Absent:
    if isinstance(pods, Absent):
        return pods
    found: dict[str, list[Object]] = defaultdict(list)
    for one in pods:
        found[text_at(one, "spec", "nodeName")].append(one)
    return found


def _named_by_pods(answers: Answers) -> list[str]:
    """Return the nodes that are known by their pods alone."""
    pods = items_of(answers, PODS)
    listed = [] if isinstance(pods, Absent) else pods
    names = (text_at(one, "spec", "nodeName") for one in listed)
    return sorted({name for name in names if name})


def _told(one: Object) -> Iterator[tuple[Signal, Value]]:
    states = {signal: _state(condition(one, kind)) for signal, kind in _CONDITIONS}
    for signal, _ in _CONDITIONS[1:]:
        states[signal] = _SILENT if states[signal] == "unknown" else states[signal]
    yield from states.items()
    yield node.WHY_NOT_READY, _why(states[node.READY], condition(one, "Ready"))
    short = [states[signal] for signal, _ in _CONDITIONS[1:]]
    unsaid = next((state for state in short if isinstance(state, Absent)), None)
    yield node.PRESSURE, "yes" if "true" in short else unsaid or "no"
    yield node.CORDONED, "yes" if part(one, "spec", "unschedulable") is True else "no"
    yield node.TAINTS, _taints(one)
    yield node.CPU, quantity(part(one, "status", "allocatable", "cpu"))
    yield node.MEMORY, quantity(part(one, "status", "allocatable", "memory"))
    yield node.UUID, text_at(one, "status", "nodeInfo", "systemUUID").lower() or _UNTOLD
    yield node.PROVIDER, text_at(one, "spec", "providerID") or _UNTOLD
    yield node.KUBELET_PLACE, _kubelet(one) or _UNTOLD
    for signal, name in _INFO:
        yield signal, text_at(one, "status", "nodeInfo", name) or _UNTOLD


def _kubelet(one: Object) -> str:
    port = part(one, "status", "daemonEndpoints", "kubeletEndpoint", "Port")
    rows = rows_at(one, "status", "addresses")
    address = next((text_at(row, "address") for row in rows if row.get("type") == "InternalIP"), "")
    with suppress(ValueError):
        known = ip_address(address)
        if isinstance(port, int) and 0 < port <= _LAST_PORT and "%" not in address:
            return f"[{known}]:{port}" if known.version == _WITH_BRACKETS else f"{known}:{port}"
    return ""


def _state(told: Object) -> Value:
    state = text_at(told, "status").lower()
    return state if state in node.READY.states else _NOT_TOLD


def _why(ready: Value, told: Object) -> Value:
    if isinstance(ready, Absent) or ready == "true":
        return ready if isinstance(ready, Absent) else "none"
    if ready == "unknown":
        return "silent"
    message = text_at(told, "message").lower()
    if any(word in message for word in ("network", "cni")):
        return "network"
    words = ("container runtime", "pleg", "runtime is down", "runtime not ready", "rpc error")
    return "runtime" if any(word in message for word in words) else "other"


def _taints(one: Object) -> Value:
    kept = [
        f"{text_at(taint, 'key')}:{text_at(taint, 'effect')}"
        for taint in rows_at(one, "spec", "taints")
        if taint.get("effect") in _KEEPS_OFF
    ]
    return " ".join(kept) or Absent(Reason.NOT_APPLICABLE, "a taint")


def _life(
    one: Object, answers: Answers, pods: list[Object] | Absent
) -> Iterator[tuple[Signal, Value]]:
    leases, now = items_of(answers, LEASES), now_of(answers, LEASES)
    if isinstance(leases, Absent):
        yield from ((signal, leases) for signal in _OF_ITS_LEASES)
        return
    name = name_of(one)
    none = Absent(Reason.NOT_APPLICABLE, "a lease of the kubelet")
    own = [
        seconds_since(text_at(lease, "spec", "renewTime"), now)
        for lease in leases
        if text_at(lease, "metadata", "namespace") == "kube-node-lease" and name_of(lease) == name
    ]
    age = own[0] if own else none
    yield node.LEASE_AGE, max(0.0, age) if isinstance(age, float) else age
    yield node.CLOCK_OFFSET, _offset(age, _state(condition(one, "Ready")))
    yield node.LIFE_AGE, _other_life(name, leases, now, pods)


def _offset(age: Value, ready: Value) -> Value:
    """Read the clock off a lease that is renewed: one of a silent kubelet tells nothing."""
    if ready != "true":
        return Absent(Reason.NOT_APPLICABLE, "a node that is ready")
    return max(0.0, age - _RENEWED, -age) if isinstance(age, float) else age


def _other_life(name: str, leases: list[Object], now: str, pods: list[Object] | Absent) -> Value:
    """Return the age of the newest lease that is held on the node, the kubelet's apart."""
    holders = {name, *(name_of(one) for one in ([] if isinstance(pods, Absent) else pods))}
    ages = [
        seconds_since(text_at(lease, "spec", "renewTime"), now)
        for lease in leases
        if text_at(lease, "metadata", "namespace") != "kube-node-lease"
        and text_at(lease, "spec", "holderIdentity").partition("_")[0] in holders
    ]
    numbers = [max(0.0, age) for age in ages if isinstance(age, float)]
    nobody = Absent(Reason.NOT_APPLICABLE, "a program on the node that holds a lease")
    return min(numbers) if numbers else nobody


def _reserved(one: Object, pods: list[Object] | Absent) -> Iterator[tuple[Signal, Value]]:
    if isinstance(pods, Absent):
        yield from ((signal, pods) for signal in _OF_ITS_PODS)
        return
    mine = [pod for pod in pods if text_at(pod, "status", "phase") not in _OVER]
    sums: Mapping[str, float] = _requests(mine)
    for signal, resource in ((node.CPU_REQUESTED, "cpu"), (node.MEMORY_REQUESTED, "memory")):
        whole = quantity(part(one, "status", "allocatable", resource))
        if isinstance(whole, Absent) or whole <= 0:
            yield signal, Absent(Reason.MISSING, "what the node has for pods")
        else:
            yield signal, sums[resource] / whole


def _requests(pods: Iterable[Object]) -> Mapping[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for pod in pods:
        for container in rows_at(pod, "spec", "containers"):
            for resource in ("cpu", "memory"):
                asked = quantity(part(container, "resources", "requests", resource))
                sums[resource] += 0.0 if isinstance(asked, Absent) else asked
    return sums


COLLECTOR = Collector(
    id="kube_nodes",
    round=Round.DISCOVER,
    level=Level.L1,
    provides=(*_OF_THE_NODE, *_OF_ITS_LEASES, *_OF_ITS_PODS),
    asks=_asks,
    parse=_parse,
)
