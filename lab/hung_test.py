"""One hung QEMU among ten, and a libvirtd that is down: the answer comes all the same."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from lab.domain import GuestSpec
from lab.experiment import injected, new_host
from lab.guest import Guest
from lab.host import Host
from lab.stage import boot

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

DOWNSTACK = str(Path(sys.executable).with_name("downstack"))
CAUSE = 10
LIMIT = 5.0  # seconds that a check may take
GUESTS = 10
REPEATED = 20
NOT_NEEDED = "--guest"


@pytest.fixture(scope="module")
def ten() -> Iterator[tuple[Host, tuple[Guest, ...]]]:
    """A host with ten idle guests, in the order in which libvirt lists them."""
    with new_host() as host:
        specs = [GuestSpec(f"vm{n}") for n in range(GUESTS)]
        half = GUESTS // 2  # more at once would take longer than a guest may
        booted = (*boot(host, *specs[:half]), *boot(host, *specs[half:]))
        guests = {guest.name: guest for guest in booted}
        listed = host.virsh("list", "--name").split()
        yield host, tuple(guests[name] for name in listed)


def ask(host: Host, *arguments: str) -> tuple[int, Any, float]:
    """Return the exit code and the answer of downstack on the host, and how long it took."""
    start = time.monotonic()
    done = subprocess.run(
        host.inside([DOWNSTACK, *arguments, "--json"]),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, json.loads(done.stdout), time.monotonic() - start


def check(host: Host, guests: tuple[Guest, ...]) -> tuple[dict[str, Any], float]:
    """Return the answers of `check` about these guests, by name, and how long it took."""
    _, answers, seconds = ask(host, "check")
    ours = {guest.uuid: guest.name for guest in guests}
    found = {row["target"]["key"]: row for row in answers["diagnoses"]}
    return {ours[key]: row for key, row in found.items() if key in ours}, seconds


def causes(answer: dict[str, Any]) -> list[str]:
    """Return the faults that are named."""
    return [cause["fault"] for cause in answer["causes"]]


def gaps(answer: dict[str, Any]) -> list[str]:
    """Return what could not be had from libvirt or /proc."""
    rows = [row for row in answer["absent"] if NOT_NEEDED not in row["would_need"]]
    return [f"{row['what']}: {row['reason']}" for row in rows if row["reason"] == "timed_out"]


@pytest.mark.parametrize("place", [0, GUESTS // 2, GUESTS - 1])
def test_one_hung_qemu_among_ten(ten: tuple[Host, tuple[Guest, ...]], place: int) -> None:
    """Wherever it stands in the list, it is named, and the nine others are told in full."""
    host, guests = ten
    hung = guests[place]
    hung.process.signal(signal.SIGSTOP)
    try:
        answers, seconds = check(host, guests)
    finally:
        hung.process.signal(signal.SIGCONT)

    assert seconds < LIMIT
    assert set(answers) == {guest.name for guest in guests}
    assert causes(answers.pop(hung.name)) == ["qemu_hung"]
    assert {name: causes(answer) for name, answer in answers.items() if causes(answer)} == {}
    assert {name: gaps(answer) for name, answer in answers.items() if gaps(answer)} == {}


def test_libvirtd_is_not_worn_out(ten: tuple[Host, tuple[Guest, ...]]) -> None:
    """Each look leaves libvirtd as it was: nobody's call hangs afterwards."""
    host, guests = ten
    guests[3].process.signal(signal.SIGSTOP)
    try:
        looks = [check(host, guests) for _ in range(REPEATED)]
        assert len(host.virsh("list", "--name", seconds=5).split()) == GUESTS
    finally:
        guests[3].process.signal(signal.SIGCONT)

    assert median(seconds for _, seconds in looks) < LIMIT
    assert {tuple(causes(answers[guests[3].name])) for answers, _ in looks} == {("qemu_hung",)}
    assert host.virsh("domstate", guests[3].name, seconds=5).strip() == "running"


def test_without_libvirtd_there_is_still_an_answer() -> None:
    """From /proc, and it says what is missing."""
    with injected("libvirtd_down") as (stage, _seen):
        code, answer, seconds = ask(stage.host, "why", f"vm/{stage.target.uuid}")

    assert seconds < LIMIT
    assert code == CAUSE
    assert "libvirtd_down" in causes(answer)
    assert any("libvirt" in row["would_need"] for row in answer["absent"])
