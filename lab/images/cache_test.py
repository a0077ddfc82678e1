"""Built once, whole or not at all."""

from pathlib import Path

import pytest

from lab.images.cache import cached


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a cache of its own."""
    monkeypatch.setenv("DOWNSTACK_LAB_CACHE", str(tmp_path))
    return tmp_path


def test_the_second_call_does_not_build() -> None:
    """What is there is used."""
    built: list[Path] = []
    first = cached("thing", built.append)
    assert cached("thing", built.append) == first
    assert len(built) == 1


def test_a_failed_build_leaves_nothing(folder: Path) -> None:
    """An interrupted build is not taken for a finished one."""

    def fail(target: Path) -> None:
        (target / "half").touch()
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        cached("thing", fail)
    assert [path.name for path in folder.iterdir()] == ["thing.lock"]
