"""Keeps a run's bundle as a fixture: small, and without this machine's own paths."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lab.images.cache import folder as cache
from lab.images.kubernetes import programs

LOG_LINES = 60
"""Lines of the kernel log that are kept: all of it is half of a bundle."""
LOG = "dmesg"
ENVIRONMENT = re.compile(r"\bPATH=\S*")
ROOT = Path(__file__).parents[2]
INDEX = "index.json"
SAID = ("run", "witness", "target")


def keep(bundle: Path, record: Mapping[str, Any], versions: Mapping[str, str], to: Path) -> None:
    """Write a run's bundle into a folder of fixtures, and what it is into their index."""
    document = json.loads(gzip.decompress(bundle.read_bytes()))
    document["header"]["command"] = "downstack collect --guest"
    for answers in document["rounds"]:
        for row in answers:
            row[3] = _shorter(row[1], row[3])
    text = json.dumps(document, separators=(",", ":"))
    for mine, neutral in (
        (str(cache()), "/var/cache/downstack-lab"),
        (str(ROOT), "/opt/downstack"),
    ):
        text = text.replace(mine, neutral)
    name = f"{record['run']['id']}.bundle"
    (to / name).write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    index = _index(to)
    index[name] = {key: record[key] for key in SAID} | {"versions": dict(versions)}
    (to / INDEX).write_text(json.dumps(index, indent=1, sort_keys=True) + "\n")


def versions() -> dict[str, str]:
    """Return what this machine's runs are made with."""
    return {
        "QEMU": say("qemu-system-x86_64", "--version").split()[3],
        "libvirt": say("libvirtd", "--version").split()[-1],
        "Ceph": say("ceph", "--version").split()[2],
        "Kubernetes": say(str(programs().daemons / "kubelet"), "--version").split("v")[-1],
        "Linux": say("uname", "-r").split("-")[0],
    }


def say(*argv: str) -> str:
    """Return what a program prints."""
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _index(folder: Path) -> dict[str, Any]:
    path = folder / INDEX
    return dict(json.loads(path.read_text())) if path.exists() else {}


def _shorter(what: str, text: str) -> str:
    """Return the end of the kernel log, and of the rest all but the environment's PATH."""
    if what.startswith(LOG):
        text = "".join(text.splitlines(keepends=True)[-LOG_LINES:])
    return ENVIRONMENT.sub("PATH=/usr/bin", text)
