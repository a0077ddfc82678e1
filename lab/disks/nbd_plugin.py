"""An nbdkit plugin (its Python loads this file): a file whose delay can be changed at run time.

The file `delay` holds milliseconds, which every read and write waits.
"""

import os
import time

import nbdkit  # type: ignore[import-not-found] # exists inside of nbdkit only

API_VERSION = 2
paths: dict[str, str] = {}
opened: dict[str, int] = {}


def config(key: str, value: str) -> None:
    """Take a parameter of nbdkit's command line."""
    paths[key] = value


def thread_model() -> int:
    """Let requests wait side by side."""
    return int(nbdkit.THREAD_MODEL_PARALLEL)


def get_ready() -> None:
    """Open the files before the first client."""
    opened["image"] = os.open(paths["image"], os.O_RDWR)
    opened["delay"] = os.open(paths["delay"], os.O_RDONLY)


def open(readonly: bool) -> int:  # noqa: A001, ARG001, FBT001 (nbdkit's interface)
    """Return the handle of a client."""
    return 1


def get_size(handle: int) -> int:  # noqa: ARG001
    """Return the size of the disk in bytes."""
    return os.fstat(opened["image"]).st_size


def _wait() -> None:
    milliseconds = float(os.pread(opened["delay"], 32, 0) or 0)
    if milliseconds > 0:
        time.sleep(milliseconds / 1000)


def pread(handle: int, buffer: bytearray, offset: int, flags: int) -> None:  # noqa: ARG001
    """Read."""
    _wait()
    os.preadv(opened["image"], [buffer], offset)


def pwrite(handle: int, buffer: bytearray, offset: int, flags: int) -> None:  # noqa: ARG001
    """Write."""
    _wait()
    os.pwrite(opened["image"], buffer, offset)


def flush(handle: int, flags: int) -> None:  # noqa: ARG001
    """Make what was written durable."""
    os.fdatasync(opened["image"])
