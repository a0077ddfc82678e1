"""A share of the packets between the host and the Ceph cluster is lost where it should arrive."""

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


def _rules(ports: str, share: float) -> str:
    drop = f"numgen random mod {PARTS} lt {round(share * PARTS)} counter drop"
    chain = "type filter hook input priority 0; policy accept;"
    rule = f"tcp {ports} 43300-43799 {drop}"
    return f"table ip {TABLE} {{\nchain coming {{\n{chain}\n{rule}\n}}\n}}\n"


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = write_latency(stage.target)
    ends = (stage.host.network.inner, "sport"), (stage.host.network.outer, "dport")
    for namespace, ports in ends:
        enter = ["ip", "netns", "exec", namespace]
        run([*enter, "nft", "-f", "-"], stdin=_rules(ports, level))
    try:
        yield witness(
            lambda: write_latency(stage.target),
            lambda milliseconds: level < INJECTION.levels[0] or milliseconds > NOTICED * before,
            means="direct write timed by the guest's clock",
            unit="ms",
            before=before,
        )
    finally:
        for namespace, _ in ends:
            run(["ip", "netns", "exec", namespace, "nft", "delete", "table", "ip", TABLE])


INJECTION = Injection(
    fault="ceph_network_lossy",
    tier="ceph",
    path="storage",
    levels=(0.08, 0.15, 0.25),
    sub_threshold=0.0005,
    unit="of the packets dropped each way",
    prepare=with_rbd_load,
    apply=_apply,
)
