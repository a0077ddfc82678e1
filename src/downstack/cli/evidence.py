"""Gathers the evidence for a verb: which sources, which rounds, and what it has cost."""

from __future__ import annotations

import os
import resource
import shlex
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import EACCES, EISDIR, ENOENT
from pathlib import Path

from downstack import __version__
from downstack.cli.exit import WrongUseError
from downstack.cli.look import Look
from downstack.model import Kind, Level, Snapshot
from downstack.model.verdict import Cost
from downstack.observe import Failure, Observation, Timing, observe
from downstack.registry import load_collectors, load_signals
from downstack.signals import daemon as daemon_signals
from downstack.source import Source
from downstack.sources import connect
from downstack.sources.bundle import Bundle, BundleError, Header, Recording
from downstack.sources.ceph import Access
from downstack.sources.ssh import UnreachableError

ROUND_DEADLINE = 1.5
"""Seconds allowed for one round of questions; a hung VM costs at most this."""
FAR_DEADLINE = 5.0
"""The same on another machine, whose shell answers one question after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was seen, at which level of access, when, at what cost, and how to keep it."""

    snapshot: Snapshot
    failures: tuple[Failure, ...]
    level: Level
    at: str
    cost: Callable[[], Cost]
    keep: Callable[[], None] = lambda: None
    """Write the bundle that was asked for. Errors: WrongUseError when that fails."""


def gather(look: Look, meanwhile: Callable[[Snapshot], None] | None = None) -> Gathered:
    """Ask the sources that *look* names in four rounds.

    `meanwhile` gets what the first sample tells, before the window has passed.

    Errors: WrongUseError when the bundle cannot be read, could not be written, would be written
    from another one, or the other machine cannot be reached.
    """
    started = time.perf_counter(), _cpu_seconds()
    if look.bundle is not None:
        if look.output is not None:
            raise WrongUseError("--keep and --from exclude each other: what --from reads is kept")
        return _replay(look.bundle, started)
    if look.output is not None:
        _demand_place(look.output)
    source = Recording(_live(look), pseudonyms=look.pseudonyms)
    deadline = look.deadline or (FAR_DEADLINE if look.host else ROUND_DEADLINE)
    seen = _observe(source, Timing(look.window, deadline, time.sleep, meanwhile))
    level = _level(look, seen.snapshot)
    header = Header(
        downstack=__version__,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        command=shlex.join(["downstack", *sys.argv[1:]]),
        level=level,
        window=look.window,
    )
    return Gathered(
        snapshot=seen.snapshot,
        failures=seen.failures,
        level=level,
        at=header.at,
        cost=lambda: _cost(started, source.guest_calls),
        keep=lambda: _write(source, look.output, header),
    )


def _demand_place(path: Path) -> None:
    """Say before the look, which may not come again, that there is no place for its bundle."""
    wrong = None
    if path.is_dir():
        wrong = EISDIR
    elif not path.parent.is_dir():
        wrong = ENOENT
    elif not os.access(path.parent, os.W_OK):
        wrong = EACCES
    if wrong is not None:
        raise WrongUseError(f"cannot write {path}: {os.strerror(wrong)}")


def _write(source: Recording, path: Path | None, header: Header) -> None:
    if path is None:
        return
    try:
        source.write(path, header)
    except OSError as error:
        raise WrongUseError(f"cannot write {path}: {error.strerror}") from error


def _replay(path: Path, started: tuple[float, float]) -> Gathered:
    try:
        bundle = Bundle(path)
    except BundleError as error:
        raise WrongUseError(str(error)) from error
    seen = _observe(bundle, Timing(bundle.header.window, ROUND_DEADLINE, lambda _: None))
    return Gathered(
        snapshot=seen.snapshot,
        failures=seen.failures,
        level=Level(bundle.header.level),
        at=bundle.header.at,
        cost=lambda: _cost(started, 0),
    )


def _observe(source: Source, timing: Timing) -> Observation:
    return observe(source, load_collectors(), load_signals(), timing)


def _live(look: Look) -> Source:
    conf = look.ceph_conf
    if conf and not look.host:
        conf = str(Path(conf).absolute())
    kubernetes = _cluster(look)
    try:
        beside = connect.Beside(Access(conf, look.ceph_name), kubernetes, look.ceph_metrics)
        if look.host:
            return connect.remote(look.host, look.connect, guest=look.guest, beside=beside)
        uri = look.connect or connect.LIBVIRT
        return connect.local(uri, guest=look.guest, beside=beside)
    except (ValueError, UnreachableError) as error:
        raise WrongUseError(str(error)) from error


def _cluster(look: Look) -> connect.Cluster:
    """Find the cluster; one that was named and cannot be used is wrong use, else it is a gap."""
    listed = look.kubeconfig or os.environ.get("KUBECONFIG", "")
    files = [Path(part).expanduser() for part in listed.split(os.pathsep) if part]
    found = connect.cluster(files, look.context)
    if found.login is None and (look.kubeconfig or look.context):
        raise WrongUseError(f"cannot reach a cluster: it needs {found.need}")
    return found


def _level(look: Look, snapshot: Snapshot) -> Level:
    """What could be read: the guest agent, as root, through libvirt, or as an ordinary user."""
    if look.guest:
        return Level.L3
    if not look.host and os.geteuid() == 0:
        return Level.L2
    daemons = snapshot.of_kind(Kind.DAEMON)
    up = any(snapshot.value(daemon, daemon_signals.STATE.name) == "up" for daemon in daemons)
    return Level.L1 if up else Level.L0


def _cost(started: tuple[float, float], guest_calls: int) -> Cost:
    wall, cpu = started
    return Cost(
        cpu_seconds=round(_cpu_seconds() - cpu, 3),
        wall_seconds=round(time.perf_counter() - wall, 3),
        guest_calls=guest_calls,
    )


def _cpu_seconds() -> float:
    """CPU time of this process and of its ended children, in seconds."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
