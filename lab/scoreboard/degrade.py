"""Takes evidence away from a recorded bundle, as a poorer machine would have given it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from lab.scoreboard.plan import Degraded

ROOT_ONLY = ("/var/log/libvirt", "/run/libvirt", "/proc/kmsg", "dmesg", "journalctl")
"""What only root may read."""


def degrade(bundle: Path, how: Degraded) -> Path:
    """Write the poorer bundle beside the full one and return its path."""
    if not how:
        return bundle
    document = json.loads(gzip.decompress(bundle.read_bytes()))
    if how == "l1":
        document["header"]["level"] = 1
    for answers in document["rounds"]:
        for row in answers:
            _take(row, how)
    poorer = bundle.with_suffix(f".{how}.bundle")
    poorer.write_bytes(gzip.compress(json.dumps(document).encode(), mtime=0))
    return poorer


def _take(row: list[Any], how: Degraded) -> None:
    """Replace one answer [way, what, arguments, text, at, reason, need] where it would be gone."""
    way, what = row[0], row[1]
    if how in {"no_agent", "l1"} and way == "agent":
        _forget(row, "missing", "qemu-guest-agent running in the guest")
    elif how == "no_psi" and (what.startswith("/proc/pressure") or what.endswith(".pressure")):
        _forget(row, "missing", "psi=1 on the kernel command line")
    elif how == "l1" and what.startswith(ROOT_ONLY):
        _forget(row, "denied", "root on the host")


def _forget(row: list[Any], reason: str, need: str) -> None:
    row[3:] = ["", 0.0, reason, need]
