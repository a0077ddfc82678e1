"""Reads files, links and free space; runs in our process or, by its own path, as a detached child.

Only the standard library is imported: the child starts without site-packages in 10 ms.
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from fnmatch import translate
from typing import NamedTuple

ANSWERS_ALWAYS = re.compile(r"/(?:proc|sys|dev|etc|run(?!/user/)|var/log)/")
"""Paths that the kernel or the root filesystem answers; behind any other there may be a server."""


class Problem(NamedTuple):
    """Why there is no text: a `Reason` by its value, and what would be needed."""

    reason: str
    need: str


class Job(NamedTuple):
    """One request in the words of the child: `needle` filters a glob by content."""

    way: str
    what: str
    needle: str


class Limits(NamedTuple):
    """Where `/` is, how many bytes a file may have, and when to stop (monotonic seconds)."""

    base: str
    cap: int
    until: float


class Line(NamedTuple):
    """One answer of a job: the job's own (`last`), or a file that its glob has found."""

    job: int
    last: bool
    way: str
    what: str
    at: float
    text: str
    reason: str
    need: str


_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_NEVER = re.compile(
    r"/proc/(?:kcore|kmsg|kpage\w+"
    r"|[^/]+/(?:task/[^/]+/)?(?:mem|pagemap|environ|(?:fd|map_files|root|cwd|exe)(?:/.*)?))\Z"
)
"""Memory, secrets, and links through which a guest's image would be opened."""
_MAGIC = re.compile(r"[*?[]")
_KERNEL = ("/proc/", "/sys/")
_LOGS = "/var/log/"
NOT_READ = Problem("not_applicable", "a regular file that is safe to read")
_NEEDS = {
    errno.ENOENT: Problem("missing", ""),
    errno.ENOTDIR: Problem("missing", ""),
    errno.ESRCH: Problem("missing", ""),
    errno.ENODEV: Problem("missing", ""),
    errno.ENXIO: Problem("missing", ""),
    errno.EACCES: Problem("denied", "root on the host"),
    errno.EPERM: Problem("denied", "root on the host"),
    errno.EISDIR: NOT_READ,
    errno.EINVAL: Problem("not_applicable", "a file that can be read this way"),
    errno.EOPNOTSUPP: Problem("not_applicable", "a file that can be read this way"),
    errno.EAGAIN: Problem("timed_out", "a file that answers without waiting"),
}


def problem_of(error: OSError) -> Problem:
    """Say what an errno means for the one who asked."""
    known = _NEEDS.get(error.errno or 0)
    return known or Problem("malformed", f"a readable file ({os.strerror(error.errno or 0)})")


def is_refused(path: str) -> bool:
    """Say whether *path* is one that must not be opened, however it is spelt."""
    if "/." in path or "//" in path:
        path = "/" + os.path.normpath(path).lstrip("/")
    return _NEVER.match(path) is not None


def read_file(path: str, limits: Limits) -> str | Problem:
    """Return the text of a file (of a log: its tail), or why there is none."""
    if is_refused(path):
        return NOT_READ
    try:
        handle = os.open(limits.base + path, _FLAGS)
    except OSError as error:
        return problem_of(error)
    try:
        if not path.startswith(_KERNEL):
            return _read_stored(handle, path, limits.cap)
        return _read_to_end(handle, limits.cap)
    except OSError as error:
        return problem_of(error)
    finally:
        os.close(handle)


def _read_to_end(handle: int, cap: int) -> str | Problem:
    parts: list[bytes] = []
    size = 0
    while part := os.read(handle, 65536):
        size += len(part)
        if size > cap:
            return Problem("malformed", f"a file of at most {cap} bytes")
        parts.append(part)
    return b"".join(parts).decode("utf-8", "replace")


def _read_stored(handle: int, path: str, cap: int) -> str | Problem:
    """Read a file of a real filesystem; devices, pipes and sockets are never read."""
    about = os.fstat(handle)
    if not stat.S_ISREG(about.st_mode):
        return NOT_READ
    if about.st_size <= cap or not path.startswith(_LOGS):
        return _read_to_end(handle, cap)
    os.lseek(handle, about.st_size - cap, os.SEEK_SET)
    data = b""
    while len(data) < cap and (part := os.read(handle, cap - len(data))):
        data += part
    return data.partition(b"\n")[2].decode("utf-8", "replace")


def expand(pattern: str, limits: Limits) -> list[str] | Problem:
    """Return the paths that a shell would put for *pattern*, sorted; their last part may not exist.

    A directory before the first wildcard that cannot be listed is a Problem.
    """
    parts = pattern.split("/")
    first = next((n for n, part in enumerate(parts) if _MAGIC.search(part)), len(parts))
    found = ["/".join(parts[:first])]
    for number, part in enumerate(parts[first:]):
        if not _MAGIC.search(part):
            found = [f"{directory}/{part}" for directory in found]
            continue
        matches = re.compile(translate(part)).match
        hidden = part.startswith(".")
        ahead: list[str] = []
        for directory in found:
            try:
                names = os.listdir(f"{limits.base}{directory}/")  # noqa: PTH208 - ten times faster
            except OSError as error:
                if number == 0:
                    return problem_of(error)
                continue
            ahead += [
                f"{directory}/{name}"
                for name in names
                if matches(name) and (hidden or not name.startswith("."))
            ]
        found = ahead
    return sorted(path for path in found if path.isprintable())


def read_space(path: str, limits: Limits) -> str | Problem:
    """Return JSON of statvfs(3) and of the mount that holds *path*."""
    try:
        numbers = os.statvfs(limits.base + path)
        real = os.path.realpath(limits.base + path)
    except OSError as error:
        return problem_of(error)
    mounts = read_file("/proc/self/mountinfo", limits)
    fields = ("f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree")
    space = {field: getattr(numbers, field) for field in fields}
    return space_text(space, mounts if isinstance(mounts, str) else "", real)


def space_text(space: dict[str, int], mountinfo: str, real: str) -> str:
    """Join the numbers of a filesystem with its line of /proc/self/mountinfo."""
    return json.dumps({**space, "mount": mount_of(mountinfo, real)}, separators=(",", ":"))


def mount_of(mountinfo: str, path: str) -> dict[str, str] | None:
    """Return the mount with the longest point above *path*; of two at one point, the later.

    https://docs.kernel.org/filesystems/proc.html section 3.5.
    """
    best: dict[str, str] | None = None
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        left, right = before.split(" "), after.split(" ")
        if len(left) < 6 or len(right) < 3:  # noqa: PLR2004 - the fields of the format
            continue
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), left[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and (best is None or len(point) >= len(best["point"])):
            best = {
                "point": point,
                "device": left[2],
                "type": right[0],
                "source": right[1],
                "options": left[5],
                "super_options": right[2],
            }
    return best


def read_link(path: str, limits: Limits) -> str | Problem:
    """Return where a symbolic link points."""
    try:
        return os.readlink(limits.base + path)  # noqa: PTH115 - no Path per link
    except OSError as error:
        return problem_of(error)


def answer(number: int, job: Job, limits: Limits) -> Iterator[Line]:
    """Carry out one job; the last line is the job's own answer."""
    if job.way == "glob":
        yield from _answer_glob(number, job, limits)
        return
    ways = {"file": read_file, "link": read_link, "space": read_space}
    yield _line(number, job.way, job.what, ways[job.way](job.what, limits), last=True)


def _answer_glob(number: int, job: Job, limits: Limits) -> Iterator[Line]:
    paths = expand(job.what, limits)
    if isinstance(paths, Problem):
        yield _line(number, "glob", job.what, paths, last=True)
        return
    listed: list[str] = []
    for path in paths:
        if time.monotonic() > limits.until:
            late = Problem("timed_out", "more time")
            yield _line(number, "glob", job.what, late, last=True)
            return
        found = read_file(path, limits)
        if isinstance(found, str):
            if job.needle not in found:
                continue
            listed.append(path)
        elif found.reason == "missing":
            continue
        elif not job.needle:
            listed.append(path)
        yield _line(number, "file", path, found, last=False)
    yield _line(number, "glob", job.what, "\n".join(listed), last=True)


def _line(number: int, way: str, what: str, found: str | Problem, *, last: bool) -> Line:
    text, (reason, need) = ("", found) if isinstance(found, Problem) else (found, ("", ""))
    return Line(number, last, way, what, time.monotonic(), text, reason, need)


def _main() -> None:
    limits, jobs = json.load(sys.stdin)
    for number, job in jobs:
        for line in answer(number, Job(*job), Limits(*limits)):
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    _main()
