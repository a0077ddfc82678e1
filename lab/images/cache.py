"""Things that are built once per machine: atomic, and safe when two labs build at once."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def folder() -> Path:
    """Return where built things are kept: outside of the clone."""
    chosen = os.environ.get("DOWNSTACK_LAB_CACHE")
    path = Path(chosen) if chosen else Path.home() / ".cache" / "downstack-lab"
    path.mkdir(parents=True, exist_ok=True)
    return path


def cached(key: str, build: Callable[[Path], None]) -> Path:
    """Return the folder named key, filled by build(new empty folder) if it is not there yet."""
    wanted = folder() / key
    if wanted.exists():
        return wanted
    with (folder() / f"{key}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            unfinished = Path(tempfile.mkdtemp(dir=folder(), prefix=f"{key}.new-"))
            try:
                build(unfinished)
                unfinished.rename(wanted)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    return wanted
