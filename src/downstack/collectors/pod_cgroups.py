"""Where the cgroups of pods and containers are mounted here, when this machine is their node."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.kube_cluster import PODS, items_of, pod_of, text_at
from downstack.collectors.kube_containers import container_of
from downstack.collectors.kube_pods import statuses_of
from downstack.collectors.qemu_cgroups import MOUNTS, Mount, mounted, read_mounts
from downstack.collectors.qemu_processes import CGROUPS
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Snapshot
from downstack.signals import container, pod_cgroup
from downstack.source import Answers, Request, Way

_POD = re.compile(
    r"(?:[a-z-]*-)?pod([0-9a-f]{8}(?:[_-]?[0-9a-f]{4}){3}[_-]?[0-9a-f]{12})(?:\.slice)?"
)
_ID = re.compile(r"[0-9a-f]{64}")
_CONTROLLERS = (
    (container.CPU_CGROUP, "cpu"),
    (container.MEMORY_CGROUP, "memory"),
    (container.PIDS_CGROUP, "pids"),
)
_V2 = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A container's cgroup in one hierarchy: its steps down to the container, the pod, the id."""

    steps: tuple[str, ...]
    pod: str
    id: str


def spot_of(path: str) -> Spot | None:
    """Return where in a pod a cgroup path is; None outside of pods and for a pod's own cgroup."""
    steps = tuple(step for step in path.split("/") if step)
    for place, step in enumerate(steps[:-1]):
        pod = _POD.fullmatch(step)
        known = _ID.search(steps[place + 1])
        if pod and known and any("kubepods" in above for above in steps[: place + 1]):
            return Spot(steps[: place + 2], pod[1].replace("_", "-"), known[0])
    return None


def spots_of(text: str) -> dict[str, Spot]:
    """Return the spot by controller ("" is v2) of one /proc/PID/cgroup; none outside of pods."""
    found: dict[str, Spot] = {}
    for line in text.splitlines():
        _number, _, rest = line.partition(":")
        names, _, path = rest.partition(":")
        spot = spot_of(path)
        if spot is not None:
            found.update(dict.fromkeys(names.split(","), spot))
    return found


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (Request(Way.GLOB, CGROUPS), Request(Way.FILE, MOUNTS), PODS)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    mountinfo = answers.file(MOUNTS)
    if isinstance(mountinfo, Absent):
        return
    mounts, names, seen = read_mounts(mountinfo), _names(answers), set[str]()
    for raw in answers.files(CGROUPS).values():
        spots = spots_of(raw.text) if "kubepods" in raw.text else {}
        one = next(iter(spots.values()), None)
        if one is not None and one.id not in seen:
            seen.add(one.id)
            yield from _container(one, spots, names, mounts)


def _names(answers: Answers) -> dict[str, tuple[Entity, Entity]] | None:
    """Return container and pod by the runtime's id of the container; None without a cluster."""
    pods = items_of(answers, PODS)
    if isinstance(pods, Absent):
        return None
    return {
        number: (container_of(one, text_at(status, "name")), pod_of(one))
        for one in pods
        for status in statuses_of(one)
        if (number := text_at(status, "containerID").rpartition("//")[2])
    }


def _container(
    one: Spot,
    spots: dict[str, Spot],
    names: dict[str, tuple[Entity, Entity]] | None,
    mounts: list[Mount],
) -> Iterator[Row]:
    if names is not None:
        if one.id not in names:
            return  # a sandbox's own process, or a pod of another cluster
        entity, pod = names[one.id]
    else:
        pod = Entity(Kind.POD, one.pod, f"pod {one.pod[:8]}")
        entity = Entity(Kind.CONTAINER, f"{one.pod}/{one.id[:12]}", f"{pod.name}/{one.id[:12]}")
    yield Connection(Edge.CONTAINER_OF, entity, pod)
    for signal, controller in _CONTROLLERS:
        hierarchy = controller if controller in spots else _V2
        if hierarchy in spots:
            spot = spots[hierarchy]
            yield Reading(entity, signal, mounted(spot.steps, hierarchy, mounts))
            if controller == "cpu":
                place = mounted(spot.steps[:-1], hierarchy, mounts)
                yield Reading(pod, pod_cgroup.FOLDER, place)


COLLECTOR = Collector(
    id="pod_cgroups",
    round=Round.DISCOVER,
    level=Level.L0,
    provides=(*(signal for signal, _ in _CONTROLLERS), pod_cgroup.FOLDER),
    asks=_asks,
    parse=_parse,
)
