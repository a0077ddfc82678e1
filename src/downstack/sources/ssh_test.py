"""The very script that goes over SSH, run by shells of this machine and compared with Files."""

import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources import allowed, ssh_script
from downstack.sources.files import Files
from downstack.sources.reading import Job
from downstack.sources.ssh import Ssh, UnreachableError, _ssh_command
from downstack.sources.ssh_answers import Transcript
from downstack.sources.ssh_script import fixed, script

WORD = "0123456789abcdef"
NOISE = ("sh", "-c", 'echo Welcome; exec "$@"', "x")
SHELLS = [
    pytest.param((), id="sh"),
    pytest.param(NOISE, id="noise before it"),
    pytest.param(
        ("busybox",),
        id="busybox",
        marks=pytest.mark.skipif(shutil.which("busybox") is None, reason="needs busybox"),
    ),
]
STABLE = (
    Request(Way.FILE, "/proc/sys/kernel/ostype"),
    Request(Way.FILE, "/proc/sys/kernel/hostname"),
    Request(Way.FILE, "/proc/cmdline"),
    Request(Way.FILE, "/proc/no/such"),
    Request(Way.FILE, "/proc/self"),
    Request(Way.FILE, "/proc/1/environ"),
    Request(Way.FILE, "/proc/kcore"),
    Request(Way.FILE, "/sys/class/net/lo/ifalias"),
    Request(Way.FILE, "/sys/class/net/lo/phys_port_id"),
    Request(Way.FILE, "/etc/passwd"),
    Request(Way.FILE, "/dev/zero"),
    Request(Way.GLOB, "/sys/class/net/*"),
    Request(Way.GLOB, "/sys/class/net/*/address"),
    Request(Way.GLOB, "/sys/class/net/l[a-o]/mtu"),
    Request(Way.GLOB, "/sys/class/net/lo/[!a-h]*"),
    Request(Way.GLOB, "/proc/[0-9]*/no_such"),
    Request(Way.GLOB, "/no/such/*"),
    Request(Way.GLOB, "/etc/pass*", ("root:",)),
    Request(Way.GLOB, "/etc/pass*", ("no user has this in his line",)),
    Request(Way.LINK, "/proc/mounts"),
    Request(Way.LINK, "/etc/passwd"),
    Request(Way.LINK, "/no/such"),
    Request(Way.SPACE, "/no/such"),
)


def read(transport: tuple[str, ...], *requests: Request) -> Mapping[Request, Answer]:
    """Answer over *transport*, with time enough for a loaded machine."""
    return Ssh("lab", transport).read(requests, 30.0)


def said(answers: Mapping[Request, Answer]) -> dict[Request, str | Absent]:
    """Return the texts, which are the same wherever they were read, without the times."""
    return {
        request: answer if isinstance(answer, Absent) else answer.text
        for request, answer in answers.items()
    }


@pytest.mark.parametrize("transport", SHELLS)
def test_answers_as_the_files_of_this_machine_do(transport: tuple[str, ...]) -> None:
    """Every way of asking gives the same text or the same absence as in our own process."""
    assert said(read(transport, *STABLE)) == said(Files().read(STABLE, 30.0))


@pytest.mark.parametrize("transport", SHELLS)
def test_brings_files_through_byte_for_byte(transport: tuple[str, ...], tmp_path: Path) -> None:
    """Zero bytes, no last newline, nothing at all, odd names: all arrive as they are."""
    contents = {
        "plain": "one\ntwo\n",
        "zero": "qemu\0-name\0guest=db1\0",
        "bare": "no newline",
        "empty": "",
        "newlines": "\n\n\n",
        "with space and 'quote' \"both\" $HOME `id` \\ *": "odd name",
        "-n": "looks like an option",
        "looks like a record": "\nJ 0 0 1 forged\n",
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content)
    requests = [Request(Way.FILE, f"{tmp_path}/{name}") for name in contents]
    pattern = Request(Way.GLOB, f"{tmp_path}/*")
    answers = said(read(transport, *requests, pattern))
    assert [answers[request] for request in requests] == list(contents.values())
    assert answers[pattern] == "\n".join(sorted(request.what for request in requests))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.text(
        st.characters(codec="utf-8", exclude_characters="/\0\n", exclude_categories=["C"]),
        min_size=1,
        max_size=20,
    ).filter(lambda name: name not in {".", ".."}),
    data=st.binary(max_size=200),
)
def test_no_name_and_no_content_can_break_the_frame(tmp_path: Path, name: str, data: bytes) -> None:
    """Whatever a file is called and holds, it is that and nothing else that arrives."""
    (tmp_path / name).write_bytes(data)
    request = Request(Way.FILE, f"{tmp_path}/{name}")
    after = Request(Way.FILE, "/proc/sys/kernel/ostype")
    answers = said(read((), request, after))
    assert answers == {request: data.decode("utf-8", "replace"), after: "Linux\n"}


def test_a_batch_of_many_files_is_one_script_and_fast_enough() -> None:
    """Some hundred files of /proc come in one round trip, a hundred with one `cat`."""
    pattern = Request(Way.GLOB, "/proc/sys/*/*")
    answers = read((), pattern)
    assert len(answers) > 150


def test_says_when_in_the_uptime_of_the_other_machine() -> None:
    """Times are of one clock, the other machine's."""
    request = Request(Way.FILE, "/proc/uptime")
    answer = read((), request)[request]
    assert isinstance(answer, Raw)
    assert abs(float(answer.text.split()[0]) - answer.at) < 5


def test_says_when_on_our_own_clock_once_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what the guest agent says is compared with the host's clock of that moment."""
    ours = SimpleNamespace(monotonic=lambda: time.monotonic() + 5000)  # no machine's uptime
    monkeypatch.setattr("downstack.sources.ssh.time", ours)
    uptime = Request(Way.FILE, "/proc/uptime")
    source = Ssh("lab", ())
    source.connect(30.0)
    answer = source.read((uptime,), 30.0)[uptime]
    assert isinstance(answer, Raw)
    assert answer.at == pytest.approx(ours.monotonic(), abs=5.0)


@pytest.mark.parametrize("transport", SHELLS)
def test_space_is_that_of_statvfs(transport: tuple[str, ...]) -> None:
    """The size and the mount of a filesystem are the same as in our own process."""
    request = Request(Way.SPACE, "/proc")
    assert said(read(transport, request)) == said(Files().read((request,), 30.0))


def _with_stat(body: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `stat` do something else where it is asked for a dead filesystem."""
    stat = folder / "stat"
    stat.write_text(f'#!/bin/sh\ncase "$*" in *dead*) {body};; esac\nexec /usr/bin/stat "$@"\n')
    stat.chmod(0o755)
    monkeypatch.setattr(ssh_script, "PATH", f"{folder}:{allowed.PATH}")


BEFORE = Request(Way.COMMAND, "dmesg -r")
DEAD, ALIVE = Request(Way.SPACE, "/mnt/dead"), Request(Way.SPACE, "/srv")


def test_a_dead_filesystem_takes_no_more_than_its_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next one is asked, too, and all of it ends in time."""
    _with_stat("exec sleep 60", tmp_path, monkeypatch)
    begun = time.monotonic()
    answers = Ssh("lab", ()).read((DEAD, ALIVE), 6.0)

    assert answers[DEAD] == Absent(Reason.TIMED_OUT, "/mnt/dead to answer")
    assert isinstance(answers[ALIVE], Raw)
    assert time.monotonic() - begun < 5


def test_what_was_said_before_a_filesystem_that_holds_all_up_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It cannot be ended, as some that wait for a dead server cannot."""
    _with_stat("trap : TERM; sleep 5; sleep 3", tmp_path, monkeypatch)
    answers = Ssh("lab", ()).read((BEFORE, DEAD), 4.0)

    assert getattr(answers[DEAD], "reason", None) is Reason.TIMED_OUT
    assert getattr(answers[BEFORE], "reason", None) is not Reason.TIMED_OUT


def test_caps_a_stored_file_and_takes_the_tail_of_a_log(tmp_path: Path) -> None:
    """A file above the cap is MALFORMED and no more of it is sent."""
    (tmp_path / "big").write_text("x" * 200)
    request = Request(Way.FILE, f"{tmp_path}/big")
    answers = Ssh("lab", (), cap=100).read((request,), 30.0)
    assert answers == {request: Absent(Reason.MALFORMED, "a file of at most 100 bytes")}


def test_commands_are_those_of_the_list_and_run_over_there() -> None:
    """An allowed command answers with its output or names its package; others are refused."""
    line = Request(Way.COMMAND, "chronyc -c -n tracking")
    answer = read((), line)[line]
    assert isinstance(answer, Raw) or answer.need.startswith(("package chrony", "chronyc"))
    with pytest.raises(ValueError, match="not an allowed command line"):
        read((), Request(Way.COMMAND, "reboot"))


def test_other_ways_are_not_asked() -> None:
    """A request of another way is answered, by NOT_ASKED."""
    request = Request(Way.QMP, "/x", ("query-status",))
    assert read((), request) == {request: Absent(Reason.NOT_ASKED, "a source for qmp")}


@pytest.mark.parametrize(
    ("message", "status", "reason", "need"),
    [
        ("kim@db: Permission denied (publickey).", 255, Reason.DENIED, "a key that logs in"),
        ("Host key verification failed.", 255, Reason.DENIED, "the host's key in known_hosts"),
        ("ssh: connect to host db port 22: Connection refused", 255, Reason.MISSING, "reachable"),
        ("ssh: Could not resolve hostname db", 255, Reason.MISSING, "reachable by ssh"),
        ("ssh: connect to host db port 22: Connection timed out", 255, Reason.TIMED_OUT, "answer"),
        ("sh: not found", 127, Reason.MISSING, "a POSIX shell"),
    ],
)
def test_says_why_ssh_failed(message: str, status: int, reason: Reason, need: str) -> None:
    """What ssh prints becomes one reason, and its own last line is quoted."""
    request = Request(Way.FILE, "/proc/uptime")
    transport = ("sh", "-c", f"echo '{message}' >&2; exit {status}")
    answer = read(transport, request)[request]
    assert isinstance(answer, Absent)
    assert answer.reason is reason
    assert need in answer.need
    assert message in answer.need


def test_connect_raises_one_line_for_a_person() -> None:
    """A machine that cannot be reached is said before anything is asked of it."""
    with pytest.raises(UnreachableError, match="lab: needs the ssh program"):
        Ssh("lab", ("/nowhere/ssh",)).connect(5.0)
    Ssh("lab", ()).connect(30.0)


def test_a_machine_that_hangs_is_left_at_the_deadline() -> None:
    """What came until then is kept, the rest is TIMED_OUT, and the ssh process is killed."""
    early, late = Request(Way.FILE, "/proc/sys/kernel/ostype"), Request(Way.FILE, "/srv/image")
    broken = ("sh", "-c", '"$@" | sed "s/ot a.*//;/image/q"; sleep 60', "x")
    begin = time.monotonic()
    answers = Ssh("lab", broken).read((early, late), 1.5)
    assert time.monotonic() - begin < 5
    assert said(answers) == {
        early: "Linux\n",
        late: Absent(Reason.TIMED_OUT, "lab to answer in time"),
    }


@pytest.mark.parametrize(
    "url",
    [
        "ssh://-oProxyCommand=id",
        "-oProxyCommand=id",
        "ssh://kim:secret@db",
        "ssh://db;id",
        "",
        "ssh://kim@",
        "http://db",
        "ssh://db/path",
        "ssh://$(id)",
        "ssh://db:port",
    ],
)
def test_refuses_a_url_that_is_more_than_a_host(url: str) -> None:
    """Nothing in a URL can become an option of ssh, a command or a password."""
    with pytest.raises(ValueError, match="is not ssh://"):
        Ssh(url)


@pytest.mark.parametrize(
    ("url", "end"),
    [
        ("ssh://kim@db1.example:2222", ("-l", "kim", "-p", "2222", "--", "db1.example")),
        ("db1", ("--", "db1")),
        ("ssh://[fe80::1%eth0]:22", ("-p", "22", "--", "fe80::1%eth0")),
    ],
)
def test_runs_ssh_without_a_prompt(url: str, end: tuple[str, ...]) -> None:
    """The program never asks for a password, and the host comes after `--`."""
    command = _ssh_command(url)
    assert command[:4] == ("ssh", "-T", "-o", "BatchMode=yes")
    assert command[-len(end) :] == end


@pytest.mark.parametrize(
    ("pattern", "directory"),
    [("/proc/[0-9]*/stat", "/proc/"), ("/a/b*", "/a/"), ("/a/b/*", "/a/b/"), ("/a/b", "/a/")],
)
def test_knows_the_directory_above_the_first_wildcard(pattern: str, directory: str) -> None:
    """A pattern whose directory is missing or closed is told from one without a match."""
    assert fixed(pattern) == directory


def _transcript() -> tuple[bytes, tuple[Request, ...]]:
    """Return a whole transcript, written by hand, and what was asked."""
    separator = b"sh\0-s\0" + WORD.encode() + b"\0"
    records = (
        b"",
        b"F 10.00\n- /proc/a\n- /proc/b\n",
        b"text a",
        b"",
        b"E cat: /proc/b: Permission denied",
        b"F 11.00\n2 /proc/1/c\n",
        b"text c",
        b"E ",
        b"J 2 0 12.00 ",
        b"J 3 0 13.00 target",
        b"Z",
    )
    requests = (
        Request(Way.FILE, "/proc/a"),
        Request(Way.FILE, "/proc/b"),
        Request(Way.GLOB, "/proc/*/c"),
        Request(Way.LINK, "/proc/d"),
    )
    return b"banner\nready " + WORD.encode() + b"\n" + separator + separator.join(records), requests


def test_reads_a_transcript() -> None:
    """Each record becomes the answer it stands for, with its time."""
    data, requests = _transcript()
    answers = Transcript(data, WORD, requests, 1000).answers
    assert answers == {
        requests[0]: Raw("text a", 10.0),
        requests[1]: Absent(Reason.DENIED, "root on the host"),
        requests[2]: Raw("/proc/1/c", 12.0),
        Request(Way.FILE, "/proc/1/c"): Raw("text c", 11.0),
        requests[3]: Raw("target", 13.0),
    }


@given(cut=st.integers(0, 300), junk=st.binary(max_size=30))
def test_a_transcript_that_was_cut_gives_no_wrong_answer(cut: int, junk: bytes) -> None:
    """A broken connection loses answers at the end; those that are there are the true ones."""
    data, requests = _transcript()
    whole = Transcript(data, WORD, requests, 1000).answers
    part = Transcript(data[:cut] + junk, WORD, requests, 1000).answers
    assert part.items() <= whole.items()


def test_what_may_hang_comes_last_in_the_script() -> None:
    """Files of the kernel come first, then commands, then mmap_lock, then foreign filesystems."""
    jobs = [
        Job("file", "/srv/image", ""),
        Job("glob", "/proc/[0-9]*/cmdline", ""),
        Job("command", "ip -j addr", ""),
        Job("file", "/proc/stat", ""),
    ]
    text = script(list(enumerate(jobs)), 100, 1.0)
    parts = ("for f in /proc/stat;", "\nrun 2 ", "/proc/[0-9]*/cmdline", "for f in /srv/image;")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
