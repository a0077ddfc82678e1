"""FILE, GLOB, LINK and SPACE on small trees, on /proc, and with children that hang."""

import errno
import glob
import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.detached import Detached
from downstack.sources.files import Files
from downstack.sources.reading import NOT_READ, Limits, mount_of, problem_of, read_file

HANGS_AT_HANG = """
import json, sys, time
limits, jobs = json.load(sys.stdin)
for number, (way, what, needle) in jobs:
    if "hang" in what:
        time.sleep(60)
    print(json.dumps([number, True, way, what, 1.0, "text of " + what, "", ""]), flush=True)
"""
MOUNTINFO = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
30 22 0:25 / /srv rw,nosuid - nfs4 store:/vms rw,hard
31 30 0:26 / /srv/my\\040images rw - xfs /dev/sdb1 rw
32 30 0:27 / /srv rw - tmpfs tmpfs rw
"""


def ask(files: Files, *requests: Request, deadline: float = 5.0) -> Mapping[Request, Answer]:
    """Read, and check that every request was answered."""
    answers = files.read(requests, deadline)
    assert set(requests) <= set(answers)
    return answers


def text(answer: Answer) -> str:
    """Return the text of an answer that must have one."""
    assert isinstance(answer, Raw), answer
    return answer.text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small recorded machine."""
    for path, content in {
        "proc/1/cmdline": "init\0",
        "proc/7/cmdline": "qemu-system-x86_64\0-name\0guest=db1\0",
        "proc/8/cmdline": "qemu-system-x86_64\0-name\0guest=web\0",
        "proc/8/.hidden": "never found by a star",
        "sys/empty": "",
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    (tmp_path / "sys/link").symlink_to("empty")
    return tmp_path


def test_reads_a_file_and_says_when(root: Path) -> None:
    """A FILE is answered by its text and a monotonic time, an empty one by an empty text."""
    before = time.monotonic()
    answers = ask(Files(str(root)), Request(Way.FILE, "/proc/1/cmdline"), _file("/sys/empty"))
    first = answers[_file("/proc/1/cmdline")]
    assert text(first) == "init\0"
    assert isinstance(first, Raw)
    assert before <= first.at <= time.monotonic()
    assert text(answers[_file("/sys/empty")]) == ""


def test_glob_lists_paths_and_answers_each_file(root: Path) -> None:
    """A GLOB gives the sorted paths, one a line, and a FILE answer for each."""
    request = Request(Way.GLOB, "/proc/[0-9]*/cmdline")
    answers = ask(Files(str(root)), request)
    paths = ["/proc/1/cmdline", "/proc/7/cmdline", "/proc/8/cmdline"]
    assert text(answers[request]).split("\n") == paths
    assert set(answers) == {request, *map(_file, paths)}


def test_glob_keeps_only_files_that_contain_the_text(root: Path) -> None:
    """With an argument, a file without that text is neither listed nor answered."""
    request = Request(Way.GLOB, "/proc/*/cmdline", ("qemu-system",))
    answers = ask(Files(str(root)), request)
    assert text(answers[request]) == "/proc/7/cmdline\n/proc/8/cmdline"
    assert _file("/proc/1/cmdline") not in answers


def test_glob_without_a_match_is_empty_and_without_its_directory_missing(root: Path) -> None:
    """Nothing found is an answer; nowhere to look is none."""
    none, nowhere = Request(Way.GLOB, "/proc/x*"), Request(Way.GLOB, "/dev/mapper/*")
    answers = ask(Files(str(root)), none, nowhere)
    assert text(answers[none]) == ""
    assert answers[nowhere] == Absent(Reason.MISSING)


def test_says_missing_and_not_applicable(root: Path) -> None:
    """A file that is not there is MISSING, a directory is not read, a pipe never waited for."""
    os.mkfifo(root / "sys/pipe")
    answers = ask(Files(str(root)), _file("/no"), _file("/proc"), _file("/sys/pipe"))
    assert answers[_file("/no")] == Absent(Reason.MISSING)
    assert answers[_file("/proc")] == Absent(Reason.NOT_APPLICABLE, NOT_READ.need)
    assert (
        answers[_file("/sys/pipe")] == answers[_file("/proc")]
        or text(answers[_file("/sys/pipe")]) == ""
    )


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.EACCES, "denied"),
        (errno.EPERM, "denied"),
        (errno.ESRCH, "missing"),
        (errno.EAGAIN, "timed_out"),
        (errno.EIO, "malformed"),
    ],
)
def test_maps_errno(code: int, reason: str) -> None:
    """Each errno has one meaning, and what is denied names the right that would help."""
    problem = problem_of(OSError(code, ""))
    assert problem.reason == reason
    assert problem.need == "root on the host" or reason != "denied"


@pytest.mark.parametrize(
    "path",
    [
        "/proc/self/environ",
        "/proc/1/mem",
        "/proc/1/fd/3",
        "/proc/1/task/1/root/etc/shadow",
        "/proc/kcore",
        "/proc/../proc/self/environ",
        "//proc//kmsg",
        "/proc/1/exe",
    ],
)
def test_never_opens_memory_secrets_or_what_a_process_has_open(path: str) -> None:
    """Through /proc/PID/fd the image of a guest would be opened: refused however it is spelt."""
    assert read_file(path, Limits("", 1 << 20, 0.0)) == NOT_READ


def test_reads_no_device(tmp_path: Path) -> None:
    """A device is not read, and its answer says so."""
    answers = ask(Files(), _file("/dev/zero"), _file(str(tmp_path)))
    assert set(answers.values()) == {Absent(Reason.NOT_APPLICABLE, NOT_READ.need)}


def test_caps_the_size_and_takes_the_tail_of_a_log(root: Path) -> None:
    """A file above the cap is MALFORMED; of a log the last whole lines are enough."""
    (root / "big").write_text("x" * 101)
    (root / "var/log").mkdir(parents=True)
    (root / "var/log/big").write_text("first line\n" * 20 + "last line\n")
    answers = ask(Files(str(root), cap=100), _file("/big"), _file("/var/log/big"))
    assert answers[_file("/big")] == Absent(Reason.MALFORMED, "a file of at most 100 bytes")
    assert text(answers[_file("/var/log/big")]) == "first line\n" * 8 + "last line\n"


def test_links_are_read_and_not_followed(root: Path) -> None:
    """A LINK says where it points; what is no link has no answer."""
    link, file = Request(Way.LINK, "/sys/link"), Request(Way.LINK, "/sys/empty")
    answers = ask(Files(str(root)), link, file, Request(Way.LINK, "/sys/none"))
    assert text(answers[link]) == "empty"
    assert answers[file] == Absent(Reason.NOT_APPLICABLE, "a file that can be read this way")
    assert answers[Request(Way.LINK, "/sys/none")] == Absent(Reason.MISSING)


def test_space_names_the_mount_and_counts_blocks(tmp_path: Path) -> None:
    """SPACE is JSON of statvfs(3) and of the mount, as the kernel spells them."""
    request = Request(Way.SPACE, str(tmp_path))
    space = json.loads(text(ask(Files(), request)[request]))
    numbers = os.statvfs(tmp_path)
    assert (space["f_frsize"], space["f_blocks"]) == (numbers.f_frsize, numbers.f_blocks)
    device = tmp_path.stat().st_dev
    assert space["mount"]["device"] == f"{os.major(device)}:{os.minor(device)}"


@pytest.mark.parametrize(
    ("path", "device"),
    [
        ("/etc/passwd", "254:0"),
        ("/srv", "0:27"),
        ("/srv/x", "0:27"),
        ("/srvx", "254:0"),
        ("/srv/my images/a", "0:26"),
        ("/", "254:0"),
    ],
)
def test_finds_the_mount_that_holds_a_path(path: str, device: str) -> None:
    """The longest mount point wins, and of two at one point the later."""
    mount = mount_of(MOUNTINFO, path)
    assert mount is not None
    assert mount["device"] == device


def test_refuses_a_root_that_is_not_there(tmp_path: Path) -> None:
    """A recorded machine that got lost must not look like a machine without files."""
    with pytest.raises(ValueError, match="not a directory"):
        Files(str(tmp_path / "lost"))


def test_other_ways_are_not_asked(root: Path) -> None:
    """A request of another way is answered, by NOT_ASKED."""
    request = Request(Way.LIBVIRT, "domains")
    answer = ask(Files(str(root)), request)[request]
    assert answer == Absent(Reason.NOT_ASKED, "a source for libvirt")


def test_a_file_that_hangs_costs_only_its_own_answer() -> None:
    """The child that hangs is left, and the next one goes on behind the stuck file."""
    program = (sys.executable, "-I", "-S", "-c", HANGS_AT_HANG)
    files = Files(detached=Detached(program))
    first, stuck, last = (_file(f"/srv/{name}") for name in ("a", "hang", "z"))
    begin = time.monotonic()
    answers = ask(files, first, stuck, last, _file("/proc/uptime"), deadline=1.0)
    assert time.monotonic() - begin < 2.0
    assert text(answers[first]) == "text of /srv/a"
    assert text(answers[last]) == "text of /srv/z"
    assert text(answers[_file("/proc/uptime")])
    stuck_answer = answers[stuck]
    assert isinstance(stuck_answer, Absent)
    assert stuck_answer.reason is Reason.TIMED_OUT
    assert stuck_answer.need.endswith("to answer")


def test_no_child_is_started_when_too_many_hang() -> None:
    """Abandoned children are capped: beyond the cap nothing further is risked."""
    answers = ask(Files(detached=Detached(limit=0)), _file("/srv/x"), _file("/proc/uptime"))
    late = answers[_file("/srv/x")]
    assert isinstance(late, Absent)
    assert late.reason is Reason.TIMED_OUT
    assert text(answers[_file("/proc/uptime")])


def test_a_child_that_cannot_start_is_absence() -> None:
    """Without a child the risky files are TIMED_OUT and nothing is raised."""
    files = Files(detached=Detached(("/nowhere/python",)))
    answer = ask(files, _file("/srv/x"))[_file("/srv/x")]
    assert isinstance(answer, Absent)
    assert answer.reason is Reason.TIMED_OUT


def test_command_lines_of_processes_are_read_by_the_child() -> None:
    """What takes mmap_lock goes to the child, and its answer is the same as ours would be."""
    request = Request(Way.GLOB, f"/proc/{os.getpid()}/cmdline")
    answers = ask(Files(), request)
    assert text(answers[request]) == request.what
    ours = Path("/proc/self/cmdline").read_text(encoding="utf-8")
    assert text(answers[_file(request.what)]) == ours


NAMES = st.text("ab.", min_size=1, max_size=3).filter(lambda name: set(name) != {"."})
PATTERNS = st.text("ab.*?", min_size=1, max_size=3).filter(lambda part: set(part) != {"."})


@settings(max_examples=60, deadline=None)
@given(
    paths=st.lists(st.tuples(NAMES, NAMES), max_size=8),
    pattern=st.tuples(PATTERNS, PATTERNS),
)
def test_glob_finds_what_the_standard_library_finds(
    tmp_path_factory: pytest.TempPathFactory,
    paths: list[tuple[str, str]],
    pattern: tuple[str, str],
) -> None:
    """Wildcards mean what they mean in glob(7), also for names that begin with a dot."""
    root = tmp_path_factory.mktemp("tree")
    for folder, name in paths:
        (root / folder).mkdir(exist_ok=True)
        (root / folder / name).write_text("x")
    request = Request(Way.GLOB, f"/{pattern[0]}/{pattern[1]}")
    answer = ask(Files(str(root)), request)[request]
    found = text(answer).split() if isinstance(answer, Raw) else []
    expected = sorted(f"/{path}" for path in glob.glob(request.what[1:], root_dir=root))  # noqa: PTH207 - the oracle
    assert found == expected


def _file(path: str) -> Request:
    return Request(Way.FILE, path)
