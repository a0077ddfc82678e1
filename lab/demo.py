"""The demo: a real VM, healthy; its storage is made slow; the layer at fault is named; undone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from lab import catalogue
from lab.experiment import new_host
from lab.lock import exclusive
from lab.packages import install_missing
from lab.stage import Stage

FAULT = "storage_backend_slow"
DELAY = 100  # milliseconds that the storage waits before each answer
TOLERANCE = 0.20
DOWNSTACK = Path(sys.executable).with_name("downstack")


class DemoError(Exception):
    """The demo did not show what it promises."""


def _say(text: str) -> None:
    print(f"\n=== {text}", flush=True)


def _why(stage: Stage, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(DOWNSTACK), "why", f"vm/{stage.target.uuid}", *options]
    return subprocess.run(
        stage.host.inside(command), stdout=subprocess.PIPE, text=True, timeout=60, check=False
    )


def _check(answer: dict[str, object]) -> None:
    """Refuse an answer that is not storage, or whose hop is not the injected delay."""
    causes, hops = answer["causes"], answer["hops"]
    if not isinstance(causes, list) or not isinstance(hops, list):
        raise DemoError("the answer has no causes and no hops")
    layers = [cause["layer"] for cause in causes]
    if layers != ["storage"]:
        raise DemoError(f"the layers at fault are {layers}, not storage alone")
    waits = [hop["mean_seconds"] * 1000 for hop in hops if "storage" in hop["hop"]]
    if not any(abs(wait - DELAY) <= TOLERANCE * DELAY for wait in waits):
        raise DemoError(f"the storage hop takes {waits} ms, not {DELAY} ms within 20 %")
    print(f"checked: storage alone is at fault; injected {DELAY} ms, measured {waits[0]:.0f} ms")


def main() -> int:
    """Run the demo and return 0 when it showed what it promises."""
    install_missing()
    chosen = catalogue.injection(FAULT)
    with exclusive(), new_host() as host:
        _say("booting a real VM (db1, QEMU under libvirt) that works on its disk")
        stage = chosen.prepare(host)
        _say("$ downstack why vm/db1            # nothing is wrong yet")
        print(_why(stage).stdout)
        with chosen.apply(stage, DELAY) as seen:
            _say(f"its storage server now waits {DELAY} ms before each answer ({seen})")
            print("$ downstack why vm/db1")
            print(_why(stage).stdout)
            answer = json.loads(_why(stage, "--json").stdout)
        _say("undone; the VM and its host are removed")
    _check(answer)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except DemoError as error:
        sys.exit(f"demo: {error}")
