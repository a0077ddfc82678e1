"""The verbs of T3: python -m lab t3 VERB."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Annotated

import typer

from lab.deadline import wait_until
from lab.ledger import Ledger, ledgers
from lab.lock import exclusive
from lab.packages import install_missing
from lab.removal import remove_remains
from lab.t3 import catalogue
from lab.t3.experiment import controlled, injected
from lab.t3.host import PREFIX, T3Host
from lab.t3.saved import saved
from lab.t3.ssh import ALIAS, CONFIG_NAME

app = typer.Typer(no_args_is_help=True, help=__doc__)
Command = Annotated[list[str], typer.Argument(help="A program, or a shell's line in quotes.")]
IGNORE = {"ignore_unknown_options": True}


def _running() -> list[Ledger]:
    return [found for found in ledgers() if found.name.startswith(PREFIX) and found.folders]


def _here(host: T3Host, command: list[str]) -> int:
    argv = ["sh", "-c", *command] if len(command) == 1 else command
    return subprocess.run(argv, env=host.environment(), check=False).returncode


def _describe(host: T3Host) -> None:
    print(f"lab: T3 host {host.name} runs {', '.join(host.domains())}: {host.ssh_url}", flush=True)
    print(f"lab: ssh -F {host.ssh.config} {ALIAS}; in PATH: {host.ssh.programs}", flush=True)


@app.command()
def build() -> None:
    """Build the image and the saved state, unless they are there."""
    install_missing()
    start = time.monotonic()
    print(f"lab: {saved().disks.folder} after {time.monotonic() - start:.1f} s")


@app.command()
def up() -> None:
    """Start a T3 host and stay until Ctrl-C."""
    install_missing()
    with T3Host() as host:
        _describe(host)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("lab: ending")


@app.command(context_settings=IGNORE)
def run(command: Command) -> None:
    """Run a command on the T3 host that is up, else on a new one."""
    for ledger in _running():
        config = Path(ledger.folders[0]) / CONFIG_NAME
        argv = ["ssh", "-F", str(config), ALIAS, *command]
        raise SystemExit(subprocess.run(argv, check=False).returncode)
    install_missing()
    with T3Host() as host:
        argv = ["ssh", ALIAS, *command]
        status = subprocess.run(argv, env=host.environment(), check=False).returncode
    raise SystemExit(status)


@app.command()
def down() -> None:
    """End all T3 hosts."""
    for ledger in _running():
        if ledger.owner.alive():
            os.kill(ledger.owner.pid, signal.SIGTERM)
            wait_until(lambda: not ledger.path.exists(), 30, ledger.name)  # noqa: B023
        else:
            remove_remains(ledger)
        print(f"lab: T3 host {ledger.name} has ended")


@app.command(context_settings=IGNORE)
def inject(
    fault: str,
    command: Command,
    *,
    level: Annotated[float | None, typer.Option(help="Else the plain one.")] = None,
) -> None:
    """Make a fault on a T3 host, run COMMAND here with T3_URL set, undo it."""
    install_missing()
    with exclusive(), T3Host() as host, injected(host, fault, level) as (_, seen):
        _describe(host)
        print(f"lab: {fault}; {seen}", flush=True)
        status = _here(host, command)
    raise SystemExit(status)


@app.command(context_settings=IGNORE)
def control(name: str, command: Command) -> None:
    """Make a healthy stage on a T3 host, run COMMAND here with T3_URL set."""
    install_missing()
    with exclusive(), T3Host() as host, controlled(host, name):
        _describe(host)
        status = _here(host, command)
    raise SystemExit(status)


@app.command(name="list")
def list_() -> None:
    """List the faults that can be injected at T3, and its controls."""
    for name in catalogue.faults():
        found = catalogue.injection(name)
        levels = "/".join(f"{level:.3g}" for level in found.levels)
        print(f"{found.tier} {found.path or '-':8} {name:28} {levels} {found.unit}")
    for name in catalogue.control_names():
        print(f"control     {name}")
