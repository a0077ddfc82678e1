"""QEMU processes, found by their program and not by the name of a VM."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from downstack.collector import Collector, Reading, Round, Row
from downstack.collector import number as number_of
from downstack.model import (
    Absent,
    Connection,
    Edge,
    Entity,
    Kind,
    Level,
    Reason,
    Snapshot,
    Value,
)
from downstack.signals import domain, qemu_process
from downstack.source import Answers, Raw, Request, Way

HOSTNAME = "/proc/sys/kernel/hostname"
UPTIME = "/proc/uptime"
LIBVIRTD = Entity(Kind.DAEMON, "libvirtd", "libvirtd")
COMMAND_LINES = "/proc/[0-9]*/cmdline"
STATS = "/proc/[0-9]*/stat"
CGROUPS = "/proc/[0-9]*/cgroup"
TICKS_PER_SECOND = 100.0
"""USER_HZ, which is 100 on every architecture that runs KVM."""
_MOST_VCPUS = 1e6
_PROGRAM = re.compile(r"qemu-system-\w+|qemu-kvm|kvm")
_VHOST = re.compile(r"vhost-(\d+)")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Stat:
    """One /proc/PID/stat: the name of the thread, and its fields from the third on."""

    pid: str
    comm: str
    fields: tuple[str, ...]

    def field(self, number: int) -> str:
        """Return a field by its number in proc(5); "" when the kernel has fewer."""
        place = number - 3
        return self.fields[place] if 0 <= place < len(self.fields) else ""

    def number(self, number: int) -> float | Absent:
        """Return a field as a number."""
        return number_of(self.field(number))

    def seconds(self, number: int) -> float | Absent:
        """Return a field in clock ticks as seconds."""
        return number_of(self.field(number), 1 / TICKS_PER_SECOND)


@dataclass(frozen=True, slots=True)
class Process:
    """A running QEMU and how it was started."""

    pid: str
    argv: tuple[str, ...]
    stat: Stat | None
    at: float
    in_pod: bool = False
    """Whether it runs in a pod of Kubernetes, whose libvirtd is not the host's."""

    @property
    def options(self) -> Iterator[tuple[str, str]]:
        """Each option with the argument that follows it, "" for a lone switch."""
        for option, argument in zip_longest(self.argv[1:], self.argv[2:], fillvalue=""):
            if option.startswith("-"):
                yield option.replace("--", "-", 1), "" if argument.startswith("-") else argument

    def arguments(self, *options: str) -> list[str]:
        """Return the arguments of all options of these names."""
        return [argument for option, argument in self.options if option in options]

    @property
    def managed(self) -> bool:
        """Whether libvirt started it: nothing else hands over a master key of this name."""
        return any("masterKey0" in argument for argument in self.arguments("-object"))

    @property
    def name(self) -> str:
        """The guest's name, or the pid."""
        for argument in self.arguments("-name"):
            first, *others = split_commas(argument)
            named = dict(part.partition("=")[::2] for part in (first, *others) if "=" in part)
            return named.get("guest", first if "=" not in first else f"pid {self.pid}")
        return f"pid {self.pid}"

    @property
    def entity(self) -> Entity:
        """The domain: by its UUID, or by its process."""
        for uuid in self.arguments("-uuid"):
            if _UUID.fullmatch(uuid.lower()):
                return Entity(Kind.DOMAIN, uuid.lower(), self.name)
        started = self.stat.field(22) if self.stat else ""
        return Entity(Kind.DOMAIN, f"pid:{self.pid}:{started or '?'}", self.name)


def split_commas(argument: str) -> list[str]:
    """Split QEMU's key=value list; a doubled comma is a comma of the value."""
    return [part.replace("\0", ",") for part in argument.replace(",,", "\0").split(",")]


def read_stat(text: str) -> Stat | None:
    """Return one line of /proc/PID/stat; the name may hold spaces and parentheses."""
    before, opened, rest = text.partition(" (")
    comm, closed, after = rest.rpartition(") ")
    if not opened or not closed or not before.isdigit():
        return None
    return Stat(before, comm, tuple(after.split()))


def host(answers: Answers) -> Entity:
    """Return the host, by its name if that could be read."""
    name = answers.file(HOSTNAME)
    return Entity(Kind.HOST, "host", "" if isinstance(name, Absent) else name.strip())


def processes(answers: Answers) -> Iterator[Process]:
    """Yield every QEMU among the answers of the DISCOVER round."""
    for path, raw in answers.files(COMMAND_LINES).items():
        argv = tuple(raw.text.rstrip("\0").split("\0"))
        if not _PROGRAM.fullmatch(argv[0].rpartition("/")[2]):
            continue
        pid = path.split("/")[2]
        text, cgroup = (answers.file(f"/proc/{pid}/{file}") for file in ("stat", "cgroup"))
        stat = None if isinstance(text, Absent) else read_stat(text)
        yield Process(pid, argv, stat, raw.at, isinstance(cgroup, str) and "kubepods" in cgroup)


def _asks(_found: Snapshot) -> Iterable[Request]:
    yield Request(Way.GLOB, COMMAND_LINES, ("qemu",))
    yield Request(Way.GLOB, STATS)
    yield Request(Way.GLOB, CGROUPS)
    yield Request(Way.FILE, HOSTNAME)
    yield Request(Way.FILE, UPTIME)


def _parse(answers: Answers, _found: Snapshot) -> Iterable[Row]:
    here = host(answers)
    vhosts = _vhost_threads(answers)
    uptime = _uptime(answers)
    for process in processes(answers):
        entity = process.entity
        yield Connection(Edge.HOSTS, here, entity)
        yield Connection(Edge.INSIDE, entity, Entity(Kind.GUEST, entity.key, entity.name))
        if process.managed and not process.in_pod:
            yield Connection(Edge.MANAGES, LIBVIRTD, entity)
        yield from _describe(process, entity, uptime)
        threads = vhosts.get(process.pid)
        none = Absent(Reason.NOT_APPLICABLE, "a vhost network card")
        yield Reading(entity, domain.QEMU_VHOST_THREADS, threads or none, process.at)


def _describe(process: Process, entity: Entity, uptime: Value) -> Iterator[Reading]:
    manager = "libvirt" if process.managed else "plain"
    values = (
        (domain.QEMU_PID, process.pid),
        (domain.QEMU_PROGRAM, process.argv[0]),
        (domain.MANAGER, manager),
        (domain.ACCELERATOR, _accelerator(process)),
        (domain.QEMU_MONITOR, _monitor(process)),
        (domain.STARTED_VCPUS, _started_vcpus(process)),
        (qemu_process.PROCESS_STATE, _state(process.stat)),
        (qemu_process.PROCESS_AGE, _age(process.stat, uptime)),
    )
    for signal, value in values:
        yield Reading(entity, signal, value, process.at)
    mark = _mark(process)
    if mark:
        yield Reading(entity, domain.METADATA, mark, process.at)


def _mark(process: Process) -> str:
    """Return who manages it where no definition of the host's libvirt says so."""
    if process.managed:
        return "http://kubevirt.io" if process.in_pod else ""
    proxmox = any("/qemu-server/" in argument for argument in process.arguments("-chardev"))
    return "qemu-server" if proxmox else "plain-qemu"


def _state(stat: Stat | None) -> Value:
    letter = stat.field(3) if stat else ""
    return qemu_process.PROCESS_STATES.get(letter, Absent(Reason.MISSING, "/proc/PID/stat"))


def _age(stat: Stat | None, uptime: Value) -> Value:
    started = stat.seconds(22) if stat else Absent(Reason.MISSING, "/proc/PID/stat")
    if isinstance(started, float) and isinstance(uptime, float):
        return max(0.0, uptime - started)
    return started if isinstance(started, Absent) else uptime


def _uptime(answers: Answers) -> Value:
    text = answers.file(UPTIME)
    if isinstance(text, Absent):
        return text
    return number_of(text.partition(" ")[0])


def _accelerator(process: Process) -> Value:
    """Return what -accel and -machine ask for; QEMU takes the first that works."""
    wanted = [split_commas(argument)[0] for argument in process.arguments("-accel")]
    for argument in process.arguments("-machine", "-M"):
        named = dict(part.partition("=")[::2] for part in split_commas(argument))
        wanted += [one for one in named.get("accel", "").split(":") if one]
    if process.arguments("-enable-kvm"):
        wanted.append("kvm")
    kinds = set(wanted)
    if len(kinds) > 1:
        return Absent(Reason.UNSUPPORTED, f"a QEMU that is told one of {', '.join(wanted)}")
    if not kinds:
        emulates = process.argv[0].rpartition("/")[2].startswith("qemu-system-")
        return "tcg" if emulates else "kvm"
    only = kinds.pop()
    return only if only in domain.ACCELERATOR.states else "other"


def _monitor(process: Process) -> Value:
    if process.managed:
        return Absent(Reason.NOT_APPLICABLE, "the libvirt connection: the monitor is libvirt's")
    for argument in process.arguments("-qmp", "-qmp-pretty"):
        first = split_commas(argument)[0]
        if first.startswith("unix:"):
            return first.removeprefix("unix:")
    sockets: dict[str, str] = {}
    for argument in process.arguments("-chardev"):
        kind, *parts = split_commas(argument)
        named = dict(part.partition("=")[::2] for part in parts)
        if kind == "socket" and "path" in named:
            sockets[named.get("id", "")] = named["path"]
    for argument in process.arguments("-mon"):
        first, *parts = split_commas(argument)
        named = dict(part.partition("=")[::2] for part in (first, *parts))
        path = sockets.get(named.get("chardev", first))
        if path and named.get("mode") == "control":
            return path
    return Absent(Reason.MISSING, "a monitor socket (-qmp unix:PATH,server=on,wait=off)")


def _started_vcpus(process: Process) -> Value:
    """Return -smp; without a number it is the product of the topology."""
    for argument in process.arguments("-smp"):
        first, *parts = split_commas(argument)
        named = dict(part.partition("=")[::2] for part in (first, *parts))
        text = first if "=" not in first else named.get("cpus", "")
        if text:
            return number_of(text)
        product = 1.0
        for level in ("sockets", "dies", "cores", "threads"):
            several = number_of(named.get(level, "1"))
            if isinstance(several, Absent):
                return several
            product *= several
        return product if product < _MOST_VCPUS else Absent(Reason.MALFORMED)
    return 1.0


def _vhost_threads(answers: Answers) -> dict[str, str]:
    """Return the kernel threads named vhost-PID (before Linux 6.4), by that PID."""
    found: dict[str, list[str]] = {}
    for raw in answers.files(STATS).values():
        if isinstance(raw, Raw) and "(vhost-" in raw.text:
            stat = read_stat(raw.text)
            named = _VHOST.fullmatch(stat.comm) if stat else None
            if stat and named and named[1] != stat.pid:
                found.setdefault(named[1], []).append(stat.pid)
    return {owner: " ".join(threads) for owner, threads in found.items()}


COLLECTOR = Collector(
    id="qemu_processes",
    round=Round.DISCOVER,
    level=Level.L0,
    provides=(
        domain.QEMU_PID,
        domain.QEMU_PROGRAM,
        domain.MANAGER,
        domain.ACCELERATOR,
        domain.QEMU_MONITOR,
        domain.STARTED_VCPUS,
        domain.QEMU_VHOST_THREADS,
        domain.METADATA,
        qemu_process.PROCESS_STATE,
        qemu_process.PROCESS_AGE,
    ),
    asks=_asks,
    parse=_parse,
)
