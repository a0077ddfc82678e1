"""The wheel on a machine that has nothing: no compiler, no libvirt, no checkout."""

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ANSWERS = {0, 10, 11}


def run(*argv: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program far from the checkout."""
    return subprocess.run(
        [str(word) for word in argv], cwd="/", capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built once."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("downstack-*.whl")
    return found


@pytest.mark.timeout(300)
def test_wheel_installs_without_a_compiler_and_answers(wheel: Path, tmp_path: Path) -> None:
    """Only ready-made wheels are allowed; the answer is about the machine below this test."""
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / "bin"
    ready_made = ("--only-binary", ":all:")
    installed = run(programs / "pip", "install", "-q", *ready_made, wheel)
    assert installed.returncode == 0, installed.stderr

    assert run(programs / "downstack", "--help").returncode == 0
    answer = run(programs / "downstack", "why", "self", "--window", "0.2", "--json")
    assert answer.returncode in ANSWERS, answer.stderr
    assert json.loads(answer.stdout)["schema"] == "downstack/diagnosis/1"


def test_wheel_holds_no_tests(wheel: Path) -> None:
    """They are for the checkout."""
    names = run(sys.executable, "-m", "zipfile", "-l", wheel).stdout
    assert "_test.py" not in names
    assert "downstack/faults/storage/storage_backend_slow.py" in names
    assert "downstack/py.typed" in names
