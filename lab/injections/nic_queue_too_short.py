"""Packets come in bursts that the queue of the guest's port does not hold."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.injection import Injection, Witness, witness
from lab.process import end
from lab.stage import Stage, with_network_load

SHORT, USUAL = 16, 1000  # packets
SEEN = 0.1  # of the packets
INTERVAL = 2.0  # seconds
SENDER = """
import os, socket, sys, time
guest, burst = (sys.argv[1], 9), int(sys.argv[2])
count = os.open(sys.argv[3], os.O_WRONLY)
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sent = 0
while True:
    for _ in range(burst):
        sender.sendto(bytes(64), guest)
    sent += burst
    os.pwrite(count, b"%020d" % sent, 0)  # one write: never seen half done
    time.sleep(0.1)
"""


def _arrived(stage: Stage) -> int:
    """Return how many datagrams the guest's kernel has seen for ports where nobody listens."""
    return int(stage.target.must("grep Udp: /proc/net/snmp | tail -n 1 | cut -d' ' -f3"))


def _lost(stage: Stage, count: Path) -> float:
    """Return the share of datagrams that were sent and did not arrive."""
    sent, arrived = int(count.read_text()), _arrived(stage)
    time.sleep(INTERVAL)
    arrived, sent = _arrived(stage) - arrived, int(count.read_text()) - sent
    return max(0.0, 1 - arrived / sent)


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    guest, host = stage.target, stage.host
    count = host.folder / "sent"
    count.write_text("0")
    argv = [sys.executable, "-c", SENDER, guest.spec.ip, str(int(level)), str(count)]
    sender = host.start_outside(argv)
    time.sleep(INTERVAL)
    try:
        before = _lost(stage, count)
        host.run(["ip", "link", "set", "dev", guest.spec.tap, "txqueuelen", str(SHORT)])
        yield witness(
            lambda: _lost(stage, count),
            lambda lost: level < INJECTION.levels[0] or lost > SEEN,
            means="datagrams that do not arrive inside",
            unit="of 1",
            before=before,
        )
    finally:
        end([sender])
        host.run(["ip", "link", "set", "dev", guest.spec.tap, "txqueuelen", str(USUAL)])


INJECTION = Injection(
    fault="nic_queue_too_short",
    tier="T1",
    path="network",
    levels=(64, 128, 256),
    sub_threshold=4,
    unit="packets at once, ten times a second",
    prepare=with_network_load,
    apply=_apply,
)
