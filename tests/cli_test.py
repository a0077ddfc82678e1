"""What a person sees at the command line: one clear line, the right exit code, no traceback."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

import downstack

DOWNSTACK = Path(sys.executable).with_name("downstack")
NOBODY = 65534
RBD = Path(__file__).with_name("bundles") / "ceph-ceph_idle-9059.bundle"
"""A VM on a healthy Ceph cluster."""


def run(*arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
    """Run downstack as a person would, without colours, and with *path* if given."""
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "80"} | ({"PATH": path} if path else {})
    return _finish([str(DOWNSTACK), *arguments], environment)


def run_as_nobody(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a copy that an ordinary user may read, as that user where we are root."""
    packages = Path(downstack.__file__).parents[1], Path(sysconfig.get_path("purelib"))
    for number, package in enumerate(packages):
        shutil.copytree(package, folder / str(number), symlinks=True)
    folder.chmod(0o755)
    for parent in (folder, *folder.parents[:3]):
        parent.chmod(parent.stat().st_mode | 0o055)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    python = shutil.which(version, path="/usr/bin:/usr/local/bin") or sys.executable
    code = "from downstack.cli import main; main()"
    environment = {
        "PYTHONPATH": os.pathsep.join(str(folder / str(n)) for n in range(len(packages))),
        "PATH": os.environ["PATH"],
        "NO_COLOR": "1",
        "HOME": "/",
    }
    user = NOBODY if os.geteuid() == 0 else None
    return _finish([python, "-c", code, *arguments], environment, user)


def _finish(
    command: list[str], environment: dict[str, str], user: int | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=environment,
        user=user,
        timeout=60,
        check=False,
        cwd="/",
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line of an error; fail when there is more, or a traceback."""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


def bundle_of(folder: Path, data: bytes) -> str:
    """Write bytes as a bundle and return its path."""
    path = folder / "night.bundle"
    path.write_bytes(data)
    return str(path)


def test_unknown_target_is_wrong_use() -> None:
    """With what there is instead."""
    done = run("why", "vm/no-such-vm", "--window", "0.2")

    assert done.returncode == 2
    assert "no-such-vm" in one_line(done)


def test_unknown_option_is_wrong_use() -> None:
    """One line, not a page."""
    done = run("why", "self", "--windw", "2")

    assert done.returncode == 2
    assert "--windw" in one_line(done)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a bundle",
        gzip.compress(b"{}"),
        gzip.compress(b'{"header": {"format": 99}, "rounds": []}'),
        gzip.compress(json.dumps({"header": {}, "rounds": [[["file", "/x"]]]}).encode()),
        gzip.compress(b"[" * 100_000),
        gzip.compress(b"whole")[:-4],
        gzip.compress(b'{"header": {"window": NaN}, "rounds": []}'),
    ],
    ids=["empty", "text", "no header", "future", "short row", "deep", "truncated", "nan"],
)
def test_hostile_bundle_is_wrong_use(tmp_path: Path, data: bytes) -> None:
    """Whatever the file holds."""
    done = run("why", "self", "--from", bundle_of(tmp_path, data))

    assert done.returncode == 2
    assert "night.bundle" in one_line(done)


def test_unreadable_bundle_is_wrong_use(tmp_path: Path) -> None:
    """A path that is not there."""
    done = run("check", "--from", str(tmp_path / "missing.bundle"))

    assert done.returncode == 2
    assert "missing.bundle" in one_line(done)


def test_unwritable_output_is_wrong_use() -> None:
    """The reason, not a traceback."""
    done = run("collect", "-o", "/no/such/folder/x.bundle", "--window", "0.2")

    assert done.returncode == 2
    assert "/no/such/folder" in one_line(done)


def test_unreachable_host_is_wrong_use() -> None:
    """Nothing listens on port 1 of this machine."""
    done = run("why", "self", "--host", "ssh://127.0.0.1:1")

    assert done.returncode == 2
    assert "127.0.0.1" in one_line(done)


def test_missing_ssh_is_said(tmp_path: Path) -> None:
    """Without the program nothing can be reached."""
    done = run("why", "self", "--host", "ssh://127.0.0.1", path=str(tmp_path))

    assert done.returncode == 2
    assert "ssh" in one_line(done)


def test_ordinary_user_without_libvirt_gets_an_answer(tmp_path: Path) -> None:
    """Level L0 is enough for `why self`, and what it lacks is said."""
    done = run_as_nobody(tmp_path, "why", "self", "--json", "--window", "0.5")
    answer = json.loads(done.stdout)

    assert done.returncode in {0, 10, 11}
    assert answer["level"] == "L0"
    assert answer["errors"] == []


def test_answer_of_a_bundle_equals_the_live_one(tmp_path: Path) -> None:
    """`collect`, then twice the same JSON from the file, but for the cost."""
    path = tmp_path / "here.bundle"
    assert run("collect", "-o", str(path), "--window", "0.5").returncode == 0
    first, second = (
        json.loads(run("why", "self", "--from", str(path), "--json").stdout) for _ in range(2)
    )
    for answer in (first, second):
        answer.pop("cost")

    assert first == second
    assert first["window_seconds"] > 0


def test_evidence_of_a_live_answer_is_kept(tmp_path: Path) -> None:
    """The bundle gives the answer that was given, but for the cost."""
    path = tmp_path / "here.bundle"
    live = run("why", "self", "--window", "0.5", "--json", "--keep", str(path))
    answers = [json.loads(live.stdout)]
    answers.append(json.loads(run("why", "self", "--from", str(path), "--json").stdout))
    for answer in answers:
        answer.pop("cost")

    assert answers[0] == answers[1]


@pytest.mark.parametrize("place", ["", "none/here.bundle"], ids=["a folder", "no such folder"])
def test_a_place_that_cannot_be_written_is_told_before_the_look(place: str, tmp_path: Path) -> None:
    """Nobody waits a minute for an answer whose evidence would be lost."""
    begun = time.monotonic()
    done = run("why", "self", "--window", "60", "--keep", str(tmp_path / place))

    assert done.returncode == 2
    assert "cannot write" in one_line(done)
    assert time.monotonic() - begun < 30


def test_evidence_that_cannot_be_kept_does_not_cost_the_answer(tmp_path: Path) -> None:
    """A disk that is full, as a limit of the size of files: the answer stands, the exit code tells.

    Nothing is left of the bundle.
    """
    folder = tmp_path / "kept"
    folder.mkdir()
    limited = 'ulimit -f 0; exec "$@" | cat'
    command = [str(DOWNSTACK), "why", "self", "--window", "0.5", "--json"]
    keep = ["--keep", str(folder / "here.bundle")]
    done = _finish(["bash", "-o", "pipefail", "-c", limited, "sh", *command, *keep], {**os.environ})

    assert done.returncode == 2
    assert "cannot write" in done.stderr
    assert json.loads(done.stdout)["target"]
    assert list(folder.iterdir()) == []


def test_evidence_of_a_bundle_is_kept_already(tmp_path: Path) -> None:
    """Both options at once are wrong use, and nothing is written."""
    copy = tmp_path / "copy.bundle"
    done = run("why", "vm/db1", "--from", str(RBD), "--keep", str(copy))

    assert done.returncode == 2
    assert "--keep" in one_line(done)
    assert not copy.exists()


def test_kubeconfig_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    """One that was named is not passed over in silence."""
    done = run("why", "pod/a/b", "--kubeconfig", str(tmp_path / "none"))

    assert done.returncode == 2
    assert "no such kubeconfig file" in one_line(done)


def test_pod_without_a_cluster_is_wrong_use(tmp_path: Path) -> None:
    """Neither an option nor a file names a cluster: nobody is asked."""
    home = {"HOME": str(tmp_path), "KUBECONFIG": ""}
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "80"} | home
    done = _finish([str(DOWNSTACK), "why", "pod/a/b", "--window", "0.2"], environment)

    assert done.returncode == 2
    assert "no Kubernetes cluster is configured" in one_line(done)


@pytest.mark.parametrize(
    "option", [("--ceph-name", "admin"), ("--ceph-conf", "/a b"), ("--ceph-metrics", "h:9283")]
)
def test_ceph_that_cannot_be_named_so_is_wrong_use(option: tuple[str, str]) -> None:
    """One line that says which option and what it takes."""
    done = run("check", *option, "--window", "0.2")

    assert done.returncode == 2
    assert option[0] in one_line(done)


def test_map_shows_what_a_vm_stands_on() -> None:
    """For a person, and for a machine."""
    told = run("map", "vm/db1", "--from", str(RBD))
    row = json.loads(run("map", "osd/0", "--json", "--from", str(RBD)).stdout)

    assert "osd.2: state up" in told.stdout
    assert row["target"]["name"] == "osd.0"
    assert "vms" in {one["name"] for one in row["above"]}


def test_help_answers_at_once_and_names_the_exit_codes() -> None:
    """The first thing a person tries."""
    done = run("--help")

    assert done.returncode == 0
    assert "10 cause found" in done.stdout


def test_explain_suggests_what_was_meant() -> None:
    """A misspelt fault."""
    done = run("explain", "storage_backend_slwo")

    assert done.returncode == 2
    assert "storage_backend_slow" in one_line(done)
