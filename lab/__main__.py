"""The lab's verbs: python -m lab VERB."""

import os
import signal
import subprocess
import sys
import time
from typing import Annotated

import typer

from lab import catalogue, controls, injections
from lab.experiment import controlled, injected
from lab.failure import LabError
from lab.foreign import foreign_machines
from lab.host import Host
from lab.ledger import ledgers
from lab.lock import exclusive
from lab.packages import install_missing
from lab.removal import remove_remains
from lab.stage import Stage
from lab.t3 import verbs as t3

TOOL_ERROR = 70  # not to be mistaken for the exit code of the command that was run
app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
app.add_typer(t3.app, name="t3")
Force = Annotated[bool, typer.Option("--force", help="Although foreign VMs run here.")]
NoLock = Annotated[bool, typer.Option("--no-lock", help="Beside other experiments.")]
Command = Annotated[list[str], typer.Argument(help="Run in the host's namespaces.")]


def _make_ready(*, force: bool) -> None:
    if os.geteuid() != 0:
        raise SystemExit("lab: namespaces and taps need root")
    pids = foreign_machines()
    if pids and not force:
        raise SystemExit(
            f"lab: QEMU processes of others run here (pids {', '.join(map(str, pids))}): "
            "it breaks virtual machines, so it wants a machine of its own, or --force"
        )
    install_missing()


def _describe(stage: Stage) -> None:
    names = ", ".join(guest.name for guest in (stage.target, *stage.neighbours))
    print(f"lab: host {stage.host.name} runs {names}; from outside: {stage.host.uri}", flush=True)


def _run(host: Host, command: list[str]) -> int:
    return subprocess.run(host.inside(command), check=False).returncode


@app.command()
def up(
    control: Annotated[str, typer.Option(help="The healthy stage to boot.")] = "disk_busy_fast",
    *,
    force: Force = False,
    no_lock: NoLock = False,
) -> None:
    """Boot a healthy stage and stay until Ctrl-C."""
    _make_ready(force=force)
    with exclusive(wanted=not no_lock), controlled(control) as stage:
        _describe(stage)
        print(f"lab: python -m lab sh {stage.host.name} COMMAND; Ctrl-C ends it", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("lab: ending")


@app.command(context_settings={"ignore_unknown_options": True})
def sh(host: str, command: Command) -> None:
    """Run a command, or a shell's command line in quotes, on a running lab host."""
    if len(command) == 1:
        command = ["sh", "-c", *command]
    for ledger in ledgers():
        if ledger.name == host:
            raise SystemExit(_run(Host.attach(ledger), command))
    raise SystemExit(f"lab: no host {host}; there are: {[ledger.name for ledger in ledgers()]}")


@app.command(context_settings={"ignore_unknown_options": True})
def inject(
    fault: str,
    command: Command,
    *,
    level: Annotated[float | None, typer.Option(help="Else the plain one.")] = None,
    force: Force = False,
    no_lock: NoLock = False,
) -> None:
    """Boot a stage, break it, run COMMAND on its host, undo it. Its exit code is COMMAND's."""
    _make_ready(force=force)
    start = time.monotonic()
    with exclusive(wanted=not no_lock), injected(fault, level) as (stage, seen):
        _describe(stage)
        print(f"lab: {fault} after {time.monotonic() - start:.1f} s; {seen}", flush=True)
        status = _run(stage.host, command)
    raise SystemExit(status)


@app.command()
def clean(
    *, everything: Annotated[bool, typer.Option("--all", help="Live labs too.")] = False
) -> None:
    """Remove what killed labs left behind."""
    for ledger in ledgers():
        if everything or not ledger.owner.alive():
            remove_remains(ledger)
            print(f"lab: removed the remains of host {ledger.name}")


@app.command(name="list")
def list_() -> None:
    """List the faults that can be injected, and the controls."""
    for name in catalogue.names(injections):
        found = catalogue.injection(name)
        levels = "/".join(f"{level:g}" for level in found.levels)
        print(f"{found.tier} {found.path or '-':8} {name:28} {levels} {found.unit}")
    for name in catalogue.names(controls):
        print(f"control     {name}")


if __name__ == "__main__":
    try:
        app()
    except (LabError, LookupError, FileExistsError) as error:
        print(f"lab: {error}", file=sys.stderr)
        sys.exit(TOOL_ERROR)
