"""The network between the host and the NBD server drops a share of the packets."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.disks.nbd import PORT
from lab.injection import Injection, Witness, witness
from lab.process import run
from lab.stage import Stage, with_remote_disk_load
from lab.witnesses import read_latency

TABLE = "downstack_lab_storage"
PARTS = 1000


def _rules(share: float) -> str:
    drop = f"numgen random mod {PARTS} lt {round(share * PARTS)} counter drop"
    return f"""
        table inet {TABLE} {{
            chain coming {{
                type filter hook input priority 0; policy accept;
                tcp dport {PORT} {drop}
            }}
        }}
    """


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    outside = ["ip", "netns", "exec", stage.host.network.outer]
    before = read_latency(stage.target)
    run([*outside, "nft", "-f", "-"], stdin=_rules(level))
    try:
        yield witness(
            lambda: read_latency(stage.target),
            lambda now: level < INJECTION.levels[0] or now > 4 * before,
            means="direct read timed by the guest's clock",
            unit="ms",
            before=before,
        )
    finally:
        stage.host.run_outside(["nft", "delete", "table", "inet", TABLE])


INJECTION = Injection(
    fault="storage_network_lossy",
    tier="T1",
    path="storage",
    levels=(0.2, 0.3, 0.4),
    sub_threshold=0.001,
    unit="of the packets to the server dropped",
    prepare=with_remote_disk_load,
    apply=_apply,
)
