"""Which machine each node is, which domain each VMI and launcher pod, and if the kubelet runs here.

A node is a domain, or this machine, when their SMBIOS UUIDs or machine ids are one (D20).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.domains import CONNECTION, DOMAINS, described
from downstack.collectors.kube_cluster import (
    NODES,
    PODS,
    Object,
    is_asked,
    items_of,
    name_of,
    node_of,
    pod_of,
    text_at,
)
from downstack.collectors.kube_vmis import VMIS, launchers_of, vmi_of
from downstack.collectors.machine import HOST, HOSTNAME, SELF, UUID, role_of
from downstack.collectors.pod_cgroups import spots_of
from downstack.collectors.qemu_processes import (
    CGROUPS,
    COMMAND_LINES,
    STATS,
    processes,
    read_stat,
)
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import node
from downstack.source import Answers, Request, Way

MACHINE_ID = Request(Way.FILE, "/etc/machine-id")
_KUBELETS = frozenset({"kubelet", "k3s-server", "k3s-agent", "k0s", "microk8s"})
_RUNTIMES = frozenset({"containerd", "crio", "dockerd", "cri-dockerd", "k3s-server", "k3s-agent"})
_HALTED = {"T", "t", "Z"}
_ELSEWHERE = Absent(Reason.NOT_ASKED, "downstack on the node itself (as root)")


def _asks(_found: Snapshot) -> Iterable[Request]:
    yield from (NODES, PODS, VMIS, MACHINE_ID, UUID, HOSTNAME, CONNECTION, DOMAINS)
    yield from (Request(Way.GLOB, pattern) for pattern in (STATS, CGROUPS))
    yield Request(Way.GLOB, COMMAND_LINES, ("qemu",))


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    if not is_asked(answers):
        return
    domains = _domains(answers)
    nodes = items_of(answers, NODES)
    listed = [] if isinstance(nodes, Absent) else nodes
    here = _here(listed, answers)
    for one in listed:
        domain = _domain_of(one, domains)
        place = "here" if one is here else "guest" if domain else "elsewhere"
        yield Reading(node_of(name_of(one)), node.PLACE, place)
        yield from _joined(node_of(name_of(one)), place, domain, answers)
    yield from _machines(domains, answers)


def _domains(answers: Answers) -> dict[str, Entity]:
    """Return the domains that are seen from here, by their UUID."""
    found = [one.entity for one in described(answers)]
    found += [process.entity for process in processes(answers)]
    return {entity.key: entity for entity in found}


def _here(nodes: list[Object], answers: Answers) -> Object | None:
    """Return the node that this machine is; of clones with one id, the one with its name."""
    texts = [answers.text(request) for request in (UUID, MACHINE_ID)]
    ours = {_plain(text) for text in texts if isinstance(text, str) and text.strip()}
    same = [
        one
        for one in nodes
        if {_plain(text_at(one, "status", "nodeInfo", k)) for k in ("systemUUID", "machineID")}
        & ours
    ]
    hostname = answers.text(HOSTNAME)
    name = "" if isinstance(hostname, Absent) else hostname.strip()
    named = [
        one for one in same if name and name_of(one).partition(".")[0] == name.partition(".")[0]
    ]
    return next(iter(named if len(same) > 1 else same), None)


def _plain(identity: str) -> str:
    return identity.strip().lower().replace("-", "")


def spellings(uuid: str) -> tuple[str, str]:
    """Return a UUID as it is, and with the first three groups swapped as old firmware tells it."""
    parts = uuid.lower().split("-")
    if len(parts) != 5 or any(len(part) % 2 for part in parts):  # noqa: PLR2004 - of a UUID
        return uuid.lower(), uuid.lower()
    swapped = ["".join(reversed([p[i : i + 2] for i in range(0, len(p), 2)])) for p in parts[:3]]
    return uuid.lower(), "-".join([*swapped, *parts[3:]])


def _domain_of(one: Object, domains: dict[str, Entity]) -> Entity | None:
    uuids = spellings(text_at(one, "status", "nodeInfo", "systemUUID"))
    return next((domains[uuid] for uuid in uuids if uuid in domains), None)


def _joined(entity: Entity, place: str, domain: Entity | None, answers: Answers) -> Iterator[Row]:
    if place == "here" and role_of(answers) == "guest":
        yield Connection(Edge.BECOMES, SELF, entity)
    elif place == "here":
        yield Connection(Edge.BEARS, HOST, entity)
    elif domain:
        guest = Entity(Kind.GUEST, domain.key, domain.name)
        yield Connection(Edge.INSIDE, domain, guest)
        yield Connection(Edge.BECOMES, guest, entity)
    for signal, names in ((node.KUBELET, _KUBELETS), (node.RUNTIME, _RUNTIMES)):
        value = _daemon(answers, names) if place == "here" else _ELSEWHERE
        yield Reading(entity, signal, value)


def _daemon(answers: Answers, names: frozenset[str]) -> Value:
    """Return whether a daemon of one of these names runs: of the machine, not of a container."""
    states = []
    for path, raw in answers.files(STATS).items():
        stat = read_stat(raw.text)
        if stat is not None and stat.comm in names:
            group = answers.file(path.replace("/stat", "/cgroup"))
            if isinstance(group, Absent) or not spots_of(group):
                states.append(stat.field(3))
    if not states:
        seen = bool(answers.files(STATS))
        return "absent" if seen else Absent(Reason.DENIED, "root on the node")
    return "stopped" if all(state in _HALTED for state in states) else "runs"


def _machines(domains: dict[str, Entity], answers: Answers) -> Iterator[Row]:
    """Join VMIs and launcher pods with the domains that are seen from here."""
    launched = _launched(answers)
    for pod, domain in launched.items():
        yield Connection(Edge.LAUNCHES, pod, domain)
    vmis, launchers = items_of(answers, VMIS), launchers_of(answers)
    for one in [] if isinstance(vmis, Absent) else vmis:
        uid = text_at(one, "metadata", "uid")
        pods = [] if isinstance(launchers, Absent) else launchers.get(uid, [])
        uuid = text_at(one, "spec", "domain", "firmware", "uuid").lower()
        inside = (launched.get(pod_of(pod)) for pod in pods)
        ours = domains.get(uuid) or next((found for found in inside if found), None)
        if ours is not None:
            yield Connection(Edge.EMBODIES, ours, vmi_of(one))
            yield from (Connection(Edge.LAUNCHES, pod_of(pod), ours) for pod in pods[:1])


def _launched(answers: Answers) -> dict[Entity, Entity]:
    """Return the domain by the pod in whose cgroup its QEMU runs."""
    pods = items_of(answers, PODS)
    known = {pod_of(one).key: pod_of(one) for one in ([] if isinstance(pods, Absent) else pods)}
    found: dict[Entity, Entity] = {}
    for process in processes(answers):
        text = answers.file(f"/proc/{process.pid}/cgroup")
        spots = {} if isinstance(text, Absent) else spots_of(text)
        for spot in spots.values():
            if spot.pod in known:
                found[known[spot.pod]] = process.entity
    return found


_SIGNALS: tuple[Signal, ...] = (node.PLACE, node.KUBELET, node.RUNTIME)
COLLECTOR = Collector(
    id="kube_places",
    round=Round.DISCOVER,
    level=Level.L0,
    provides=_SIGNALS,
    asks=_asks,
    parse=_parse,
)
