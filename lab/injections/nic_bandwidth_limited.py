"""A token bucket on the guest's tap: what is sent to the guest waits, and some of it is dropped."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from lab.guest import Guest
from lab.host import Host
from lab.injection import Injection, Witness, witness
from lab.load import Load
from lab.stage import Stage, with_network_load

PORT = 5001
SECONDS = 3
SLOWED = 0.6  # of the speed without a limit
SINK = Load("sink", f"while :; do nc -l -p {PORT} >/dev/null; done")
SEND = """
import socket, sys, time
while True:
    try:
        with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=5) as target:
            while True:
                target.sendall(bytes(100_000))
                time.sleep(0.2)
    except OSError:
        time.sleep(0.2)
"""
"""Sends up to 4 Mbit/s, as long as somebody listens."""


def _prepare(host: Host) -> Stage:
    stage = with_network_load(host)
    stage.target.start_load(SINK)
    host.start_outside([sys.executable, "-c", SEND, stage.target.spec.ip, str(PORT)])
    return stage


def _speed(guest: Guest) -> float:
    """Return the kilobits per second that the guest's card counts."""
    count = "cat /sys/class/net/eth0/statistics/rx_bytes"
    first, last = guest.must(f"{count}; sleep {SECONDS}; {count}").split()
    return (int(last) - int(first)) * 8 / 1000 / SECONDS


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    tap = stage.target.spec.tap
    before = _speed(stage.target)
    bucket = ["tbf", "rate", f"{level:g}kbit", "burst", "16kb", "latency", "100ms"]
    stage.host.run(["tc", "qdisc", "add", "dev", tap, "root", *bucket])
    try:
        yield witness(
            lambda: _speed(stage.target),
            lambda speed: level > INJECTION.levels[0] or speed < SLOWED * before,
            means="kilobits per second counted in the guest",
            unit="kbit/s",
            before=before,
        )
    finally:
        stage.host.run(["tc", "qdisc", "del", "dev", tap, "root"])


INJECTION = Injection(
    fault="nic_bandwidth_limited",
    tier="T1",
    path="network",
    levels=(1000, 500, 256),
    sub_threshold=100_000,
    unit="kbit/s allowed to the guest",
    prepare=_prepare,
    apply=_apply,
)
