"""An nbdkit plugin (nbdkit's Python loads it): an image whose faults can change at run time.

The file `faults` holds five numbers: milliseconds which every read and write waits, the share of
reads which fail, the share of writes which fail, their errno, and milliseconds in which each is
served alone.
"""

import os
import random
import threading
import time

import nbdkit  # type: ignore[import-not-found] # exists inside of nbdkit only

API_VERSION = 2
paths: dict[str, str] = {}
opened: dict[str, int] = {}
head = threading.Lock()


def config(key: str, value: str) -> None:
    """Take a parameter of nbdkit's command line."""
    paths[key] = value


def thread_model() -> int:
    """Let requests wait side by side."""
    return int(nbdkit.THREAD_MODEL_PARALLEL)


def get_ready() -> None:
    """Open the files before the first client."""
    opened["image"] = os.open(paths["image"], os.O_RDWR)
    opened["faults"] = os.open(paths["faults"], os.O_RDONLY)


def open(readonly: bool) -> int:  # noqa: A001, ARG001, FBT001 (nbdkit's interface)
    """Return the handle of a client."""
    return 1


def get_size(handle: int) -> int:  # noqa: ARG001
    """Return the size of the disk in bytes."""
    return os.fstat(opened["image"]).st_size


def _suffer(share_field: int) -> None:
    fields = os.pread(opened["faults"], 100, 0).split()
    delay, share, error = float(fields[0]), float(fields[share_field]), int(fields[3])
    service = float(fields[4])
    if delay > 0:
        time.sleep(delay / 1000)
    if service > 0:
        with head:
            time.sleep(service / 1000)
    if share > 0 and random.random() < share:  # noqa: S311
        nbdkit.set_error(error)
        raise OSError(error, os.strerror(error))


def pread(handle: int, buffer: bytearray, offset: int, flags: int) -> None:  # noqa: ARG001
    """Read."""
    _suffer(1)
    os.preadv(opened["image"], [buffer], offset)


def pwrite(handle: int, buffer: bytearray, offset: int, flags: int) -> None:  # noqa: ARG001
    """Write."""
    _suffer(2)
    os.pwrite(opened["image"], buffer, offset)


def flush(handle: int, flags: int) -> None:  # noqa: ARG001
    """Make what was written durable."""
    os.fdatasync(opened["image"])
