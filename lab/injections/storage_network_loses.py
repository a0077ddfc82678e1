"""The host loses a share of the packets between it and the Ceph cluster, both ways."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import with_rbd_load
from lab.injection import Injection, Witness, witness
from lab.process import run
from lab.stage import Stage
from lab.witnesses import write_latency

TABLE = "downstack_lab"
PARTS = 1000
NOTICED = 3  # times the latency of before


def _rules(address: str, share: float) -> str:
    drop = f"numgen random mod {PARTS} lt {round(share * PARTS)} counter drop"
    return f"""
        table ip {TABLE} {{
            chain coming {{
                type filter hook input priority 0; policy accept;
                ip saddr {address} tcp sport 43300-43799 {drop}
            }}
            chain leaving {{
                type filter hook output priority 0; policy accept;
                ip daddr {address} tcp dport 43300-43799 {drop}
            }}
        }}
    """


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = write_latency(stage.target)
    rules = _rules(stage.host.network.outside_address, level)
    run(stage.host.inside(["nft", "-f", "-"]), stdin=rules)
    try:
        yield witness(
            lambda: write_latency(stage.target),
            lambda milliseconds: level < INJECTION.levels[0] or milliseconds > NOTICED * before,
            means="direct write timed by the guest's clock",
            unit="ms",
            before=before,
        )
    finally:
        stage.host.run(["nft", "delete", "table", "ip", TABLE])


INJECTION = Injection(
    fault="storage_network_loses",
    tier="ceph",
    path="storage",
    levels=(0.05, 0.1, 0.2),
    sub_threshold=0.0005,
    unit="of the packets dropped each way",
    prepare=with_rbd_load,
    apply=_apply,
)
