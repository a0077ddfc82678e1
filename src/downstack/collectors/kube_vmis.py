"""The virtual machines of KubeVirt, and the launcher pods in which their QEMU runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.kube_cluster import (
    PODS,
    Object,
    condition,
    full_name,
    is_asked,
    items_of,
    now_of,
    part,
    pod_of,
    quantity,
    rows_at,
    text_at,
)
from downstack.collectors.kube_containers import end_of
from downstack.model import Absent, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import vmi
from downstack.source import Answers, Request, Way

VMIS = Request(Way.KUBERNETES, "/apis/kubevirt.io/v1/virtualmachineinstances")
_LAUNCHER = {"kubevirt.io": "virt-launcher"}
_HINDERED = {
    "DisksNotLiveMigratable": "disks",
    "InterfaceNotLiveMigratable": "network",
    "HostDeviceNotLiveMigratable": "host_devices",
    "CPUModeNotLiveMigratable": "cpu",
    "HotplugNotLiveMigratable": "hotplug",
    "VirtIOFSNotLiveMigratable": "disks",
    "SEVNotLiveMigratable": "secure",
    "SecureExecutionNotLiveMigratable": "secure",
}
_PAUSES = {"PausedByUser": "user", "PausedIOError": "io_error"}
_NOT_TOLD = Absent(Reason.NOT_APPLICABLE, "a VM that has run long enough to tell")
_NO_LAUNCHER = Absent(Reason.MISSING, "the VM's virt-launcher pod")
_NOTHING_SAID = Absent(Reason.NOT_APPLICABLE, "a hindrance")


def vmi_of(one: Object) -> Entity:
    """Return a VMI by its namespace and name."""
    return Entity(Kind.VMI, full_name(one), full_name(one))


def launchers_of(answers: Answers) -> dict[str, list[Object]] | Absent:
    """Return the virt-launcher pods by the UID of their VMI, the newest first."""
    pods = items_of(answers, PODS)
    if isinstance(pods, Absent):
        return pods
    found: dict[str, list[Object]] = {}
    for one in pods:
        labels = part(one, "metadata", "labels") or {}
        if _LAUNCHER.items() <= labels.items():
            uids = {text_at(row, "uid") for row in rows_at(one, "metadata", "ownerReferences")}
            created = labels.get("kubevirt.io/created-by")
            for uid in uids | ({created} if isinstance(created, str) else set()):
                found.setdefault(uid, []).append(one)
    for row in found.values():
        row.sort(key=lambda one: text_at(one, "metadata", "creationTimestamp"), reverse=True)
    return found


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (VMIS, PODS)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    listed = items_of(answers, VMIS)
    if not is_asked(answers) or isinstance(listed, Absent):
        return
    launchers, now = launchers_of(answers), now_of(answers, PODS)
    for one in listed:
        entity = vmi_of(one)
        yield entity
        for signal, value in (*_told(one), *_of_launcher(one, launchers, now)):
            yield Reading(entity, signal, value)


def _told(one: Object) -> Iterator[tuple[Signal, Value]]:
    phase = text_at(one, "status", "phase")
    unknown = Absent(Reason.MISSING, "a phase of the VM")
    yield vmi.PHASE, phase if phase in vmi.PHASE.states else unknown
    uuid = text_at(one, "spec", "domain", "firmware", "uuid").lower()
    yield vmi.DOMAIN_UUID, uuid or Absent(Reason.MISSING, "a UUID in the VM's definition")
    paused = condition(one, "Paused")
    yield vmi.PAUSED, _pause(paused)
    yield vmi.SYNCHRONIZED, _yes(condition(one, "Synchronized"))
    agent = condition(one, "AgentConnected")
    unsaid: Value = "no" if phase == "Running" else _NOT_TOLD
    yield vmi.AGENT, _yes(agent) if agent else unsaid
    movable = condition(one, "LiveMigratable")
    yield vmi.MIGRATABLE, _movable(movable)
    yield vmi.WHY_NOT_MIGRATABLE, _said(movable)
    yield vmi.TROUBLE, _said(condition(one, "Synchronized"))
    yield vmi.NODE, text_at(one, "status", "nodeName") or Absent(Reason.NOT_APPLICABLE, "a node")
    rows = [row for row in rows_at(one, "status", "volumeStatus") if "hotplugVolume" in row]
    late = [row for row in rows if text_at(row, "phase") != "Ready"]
    yield vmi.VOLUMES_LATE, float(len(late)) if phase in vmi.PHASE.states else unknown


def _pause(told: Object) -> Value:
    if told.get("status") != "True":
        return "no"
    return _PAUSES.get(text_at(told, "reason"), "other")


def _yes(told: Object) -> Value:
    return {"True": "yes", "False": "no"}.get(text_at(told, "status"), _NOT_TOLD)


def _movable(told: Object) -> Value:
    if told.get("status") == "True":
        return "yes"
    return _HINDERED.get(text_at(told, "reason"), "other") if told else _NOT_TOLD


def _said(told: Object) -> Value:
    said = text_at(told, "message") or text_at(told, "reason")
    return said if told.get("status") == "False" and said else _NOTHING_SAID


def _of_launcher(
    one: Object, launchers: dict[str, list[Object]] | Absent, now: str
) -> Iterator[tuple[Signal, Value]]:
    if isinstance(launchers, Absent):
        for signal in (vmi.LAUNCHER, vmi.LAUNCHER_END, vmi.LAUNCHER_ROOM):
            yield signal, launchers
        return
    mine = launchers.get(text_at(one, "metadata", "uid"), [])
    ends = [
        end_of(status, now)
        for pod in mine
        for status in rows_at(pod, "status", "containerStatuses")
        if text_at(status, "name") == "compute"
    ]
    yield vmi.LAUNCHER, pod_of(mine[0]).key if mine else _NO_LAUNCHER
    bad = next((end for end in ends if end != "none"), "none")
    yield vmi.LAUNCHER_END, bad if ends else _NO_LAUNCHER
    yield vmi.LAUNCHER_ROOM, _room(one, mine)


def _room(one: Object, pods: list[Object]) -> Value:
    limits = [
        quantity(told)
        for pod in pods[:1]
        for spec in rows_at(pod, "spec", "containers")
        if text_at(spec, "name") == "compute"
        and (told := part(spec, "resources", "limits", "memory")) is not None
    ]
    if not limits:
        return Absent(Reason.NOT_APPLICABLE, "a memory limit of the launcher")
    for way in (("memory", "guest"), ("resources", "requests", "memory")):
        told = part(one, "spec", "domain", *way)
        size = quantity(told)
        if isinstance(size, float) and isinstance(limits[0], float):
            return limits[0] - size
    return Absent(Reason.MISSING, "the size of the guest's memory")


COLLECTOR = Collector(
    id="kube_vmis",
    round=Round.DISCOVER,
    level=Level.L1,
    provides=(
        vmi.PHASE,
        vmi.PAUSED,
        vmi.SYNCHRONIZED,
        vmi.AGENT,
        vmi.MIGRATABLE,
        vmi.WHY_NOT_MIGRATABLE,
        vmi.TROUBLE,
        vmi.NODE,
        vmi.DOMAIN_UUID,
        vmi.LAUNCHER,
        vmi.LAUNCHER_END,
        vmi.LAUNCHER_ROOM,
        vmi.VOLUMES_LATE,
    ),
    asks=_asks,
    parse=_parse,
)
