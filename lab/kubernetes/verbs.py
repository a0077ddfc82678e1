"""The verbs of the cluster: python -m lab.kubernetes VERB."""

import signal
import subprocess
import time
from pathlib import Path
from typing import Annotated

import typer

from lab.failure import LabError
from lab.kubernetes import catalogue
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.experiment import healthy, injected, running
from lab.kubernetes.record import record
from lab.lock import exclusive
from lab.packages import install_missing

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
NoLock = Annotated[bool, typer.Option("--no-lock", help="Beside other experiments.")]
Faults = Annotated[list[str] | None, typer.Argument(help="Else all, one after the other.")]
HEALTHY = "healthy"


def _describe(cluster: Cluster) -> None:
    print(f"lab: cluster on host {cluster.host.name}", flush=True)
    for user in ("admin", "downstack", "viewer"):
        print(f"lab: kubeconfig of {user}: {cluster.kubeconfig(user)}", flush=True)


@app.command()
def up(*, no_lock: NoLock = False) -> None:
    """Start a healthy cluster and stay until Ctrl-C."""
    install_missing()
    with exclusive(wanted=not no_lock), running() as cluster, healthy(cluster):
        _describe(cluster)
        print(f"lab: python -m lab sh {cluster.host.name} COMMAND; Ctrl-C ends it", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("lab: ending")


def _once(cluster: Cluster, fault: str, tapes: Path | None) -> bool:
    start = time.monotonic()
    try:
        with injected(cluster, fault) as (_, seen):
            print(f"lab: {fault} after {time.monotonic() - start:.1f} s; {seen}", flush=True)
            if tapes is not None:
                record(cluster, tapes / fault, fault)
    except LabError as error:
        print(f"lab: {fault}: {error}", flush=True)
        return False
    print(f"lab: {fault} undone after {time.monotonic() - start:.1f} s", flush=True)
    return True


@app.command(name="try")
def try_(
    faults: Faults = None,
    *,
    tapes: Annotated[Path | None, typer.Option(help="Record the API's answers there.")] = None,
    no_lock: NoLock = False,
) -> None:
    """Start a cluster, inject each fault, wait for its witness, undo it."""
    install_missing()
    with exclusive(wanted=not no_lock), running() as cluster:
        failed = [one for one in faults or catalogue.faults() if not _once(cluster, one, tapes)]
    if failed:
        raise SystemExit(f"lab: not seen: {', '.join(failed)}")


@app.command(context_settings={"ignore_unknown_options": True})
def inject(
    fault: str,
    command: Annotated[list[str], typer.Argument(help="Run in the host's namespaces.")],
    *,
    no_lock: NoLock = False,
) -> None:
    """Break the cluster, run COMMAND on its host with downstack's KUBECONFIG, undo it."""
    install_missing()
    with (
        exclusive(wanted=not no_lock),
        running() as cluster,
        injected(cluster, fault) as (_, seen),
    ):
        print(f"lab: {fault}; {seen}", flush=True)
        config = f"KUBECONFIG={cluster.kubeconfig('downstack')}"
        argv = cluster.host.inside(["env", config, *command])
        status = subprocess.run(argv, check=False).returncode
    raise SystemExit(status)


@app.command(name="record")
def record_(folder: Path, *, no_lock: NoLock = False) -> None:
    """Record the answers of a healthy cluster, to a user with and to one without rights."""
    install_missing()
    with exclusive(wanted=not no_lock), running() as cluster, healthy(cluster):
        record(cluster, folder / HEALTHY, HEALTHY)
        record(cluster, folder / "viewer", HEALTHY, user="viewer")


@app.command(name="list")
def list_() -> None:
    """List the faults that can be injected."""
    for name in catalogue.faults():
        found = catalogue.injection(name)
        levels = "/".join(f"{level:g}" for level in found.levels)
        print(f"{found.tier} {found.path or '-':8} {name:28} {levels} {found.unit}")
