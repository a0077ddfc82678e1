"""Makes one run: break a real machine, collect its evidence, judge it, undo everything."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from lab import catalogue, herrings, injections
from lab.experiment import new_host
from lab.host import Host
from lab.kubernetes import catalogue as k8s
from lab.kubernetes import experiment as kubernetes
from lab.scoreboard.benches import Benches
from lab.scoreboard.degrade import degrade
from lab.scoreboard.plan import Run
from lab.stage import with_all_loads
from lab.t3 import catalogue as t3
from lab.t3.host import T3Host

DOWNSTACK = Path(sys.executable).with_name("downstack")
PATIENCE = ("--deadline", "20", "--window", "8")
"""A T3 host has one emulated CPU, which starts a program in 25 ms, a real one in less than 1.

So that our own look is a small part of what it does between the samples, these are far apart.
"""
CLUSTER = "ceph"
"""The cluster that the host uses, whatever its name is; without a monitor it has none."""
KEPT = ("answer", "symptoms", "causes", "risks", "layers", "hops", "unlisted", "errors")


def make(run: Run, folder: Path, benches: Benches | None = None) -> dict[str, object]:
    """Return the record of one run; an aborted one says why and is kept too.

    With *benches* the experiments with a Ceph cluster share one, as long as it recovers.
    """
    started = time.monotonic()
    record: dict[str, object] = {"run": run.as_row(), "status": "done"}
    bundle = folder / f"{run.id.replace('+', '_')}.bundle"
    try:
        with ExitStack() as stack:
            look = _broken(run, stack, benches)
            record |= {"witness": look.witness, "target": look.target}
            asked = time.monotonic()
            _collect(look, bundle)
            record["collect_seconds"] = round(time.monotonic() - asked, 1)
        record |= judged(run, bundle, look.target)
    except Exception as error:  # noqa: BLE001 - counted and shown, never dropped
        record |= {"status": "aborted", "error": f"{type(error).__name__}: {error}"}
        if benches is not None:
            benches.drop()
    if benches is not None:
        benches.settle()
    record["seconds"] = round(time.monotonic() - started, 1)
    return record


def _broken(run: Run, stack: ExitStack, benches: Benches | None) -> _Look:
    if benches is not None and not _shares(run):
        benches.drop()  # what still runs there would disturb it
    if run.tier == "T3":
        return _break_t3(run, stack)
    if run.tier == "K8s":
        return _break_kubernetes(run, stack, benches)
    return _break(run, stack, benches)


def _shares(run: Run) -> bool:
    """Whether a run takes a stage that others have used."""
    return run.tier == "K8s" or (run.tier == "ceph" and run.kind != "control")


@dataclass(frozen=True, slots=True)
class _Look:
    """What is broken, and how downstack is called to see it."""

    target: str
    witness: list[str]
    command: list[str]
    environment: dict[str, str] | None = None


def _break(run: Run, stack: ExitStack, benches: Benches | None) -> _Look:
    def stage_of(prepare: Callable[[Host], Any]) -> Any:
        if benches is not None and _shares(run):
            return benches.stage(prepare)
        return prepare(stack.enter_context(new_host()))

    witness: list[str] = []
    if run.kind == "control":
        stage = stage_of(catalogue.control(run.names[0]).prepare)
    elif run.kind == "herring":
        stage = stage_of(herrings.with_all_loads)
        real, innocent = run.names
        stack.enter_context(herrings.herring(innocent).apply(stage))
        fault = catalogue.injection(real)
        witness.append(str(stack.enter_context(fault.apply(stage, run.levels[0]))))
    else:
        faults = [catalogue.injection(name) for name in run.names]
        stage = stage_of(with_all_loads if run.kind == "pair" else faults[0].prepare)
        for fault, level in zip(faults, run.levels, strict=True):
            witness.append(str(stack.enter_context(fault.apply(stage, level))))
    command = stage.host.inside([str(DOWNSTACK), "collect", "--guest", *stage.options])
    return _Look(target=stage.target.uuid, witness=witness, command=command)


def _break_kubernetes(run: Run, stack: ExitStack, benches: Benches | None) -> _Look:
    cluster = benches.kubernetes() if benches else stack.enter_context(kubernetes.running())
    if run.kind == "control":
        stage, witness, what = stack.enter_context(kubernetes.healthy(cluster)), [], "pod"
    else:
        broken = kubernetes.injected(cluster, run.names[0], run.levels[0])
        stage, seen = stack.enter_context(broken)
        witness, what = [str(seen)], k8s.injection(run.names[0]).target
    login = f"KUBECONFIG={cluster.kubeconfig('downstack')}"
    command = cluster.host.inside(["env", login, str(DOWNSTACK), "collect"])
    return _Look(target=stage.called(what), witness=witness, command=command)


def _break_t3(run: Run, stack: ExitStack) -> _Look:
    host = stack.enter_context(T3Host())
    command = [str(DOWNSTACK), "collect", "--guest", "--host", host.ssh_url, *PATIENCE]
    _look_once(command, host)
    witness: list[str] = []
    if run.kind == "control":
        stage = t3.control(run.names[0]).prepare(host)
    else:
        fault = t3.injection(run.names[0])
        stage = fault.prepare(host)
        witness.append(str(stack.enter_context(fault.apply(stage, run.levels[0]))))
    return _Look(
        target=host.virsh("domuuid", stage.target.name).strip(),
        witness=witness,
        command=command,
        environment=host.environment(),
    )


def _look_once(command: list[str], host: T3Host) -> None:
    """Look at a host that has just been restored, where all that runs is translated anew.

    No real host is like that.
    """
    argv = [*command, "--window", "0.2", "-o", str(host.folder / "first.bundle")]
    subprocess.run(argv, capture_output=True, env=host.environment(), timeout=60, check=False)


def _collect(look: _Look, bundle: Path) -> None:
    done = subprocess.run(
        [*look.command, "-o", str(bundle)],
        capture_output=True,
        text=True,
        env=look.environment,
        timeout=60,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"collect ended with {done.returncode}: {done.stderr.strip()}")


def judged(run: Run, bundle: Path, target: str) -> dict[str, object]:
    """Return what is said of a run's bundle: by `why`, and of a healthy machine by `check` too."""
    poorer = degrade(bundle, run.degraded)
    declared = [("--symptom", one) for one in map(_declared, run.names) if one]
    lists_risks = _lists_risks(run)
    asked = target if run.tier == "K8s" else CLUSTER if lists_risks else f"vm/{target}"
    answer = _ask("why", asked, *chain(*declared), bundle=poorer)
    record: dict[str, object] = {"answer": {key: answer[key] for key in KEPT}}
    if lists_risks:
        record["asked"] = asked
    if run.kind == "control":
        patrol = _ask("check", bundle=poorer)["diagnoses"]
        record["patrol"] = [
            cause
            for one in patrol
            if target in {one["target"]["key"], f"pod/{one['target']['name']}"}
            for cause in one["causes"]
        ]
    return record


def _lists_risks(run: Run) -> bool:
    """Whether nobody suffers, and who is asked lists the fault among its risks."""
    name = run.names[0]
    if run.kind != "injection":
        return False
    if run.tier == "K8s":
        return k8s.injection(name).risk
    made = run.tier in {"T1", "ceph"} and name in catalogue.names(injections)
    return made and catalogue.injection(name).target == "ceph"


def _declared(name: str) -> str:
    return catalogue.injection(name).declared if name in catalogue.names(injections) else ""


def _ask(*arguments: str, bundle: Path) -> dict[str, Any]:
    command = [str(DOWNSTACK), *arguments, "--from", str(bundle), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if not done.stdout:
        raise RuntimeError(f"{arguments[0]} ended with {done.returncode}: {done.stderr.strip()}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
