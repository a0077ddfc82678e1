"""The host drops a share of the frames between the guest's tap and the bridge."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Injection, Witness, witness
from lab.process import run
from lab.stage import Stage, with_network_load
from lab.witnesses import lost_pings

TABLE = "downstack_lab"
PARTS = 1000


def _rules(tap: str, share: float) -> str:
    drop = f"numgen random mod {PARTS} lt {round(share * PARTS)} counter drop"
    return f"""
        table bridge {TABLE} {{
            chain through {{
                type filter hook forward priority 0; policy accept;
                oifname "{tap}" {drop}
                iifname "{tap}" {drop}
            }}
        }}
    """


def _lost(stage: Stage) -> float:
    return lost_pings(stage.host, stage.target.spec.ip, count=200)


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = _lost(stage)
    run(stage.host.inside(["nft", "-f", "-"]), stdin=_rules(stage.target.spec.tap, level))
    try:
        yield witness(
            lambda: _lost(stage),
            # A lost reply is a lost ping too, so the share is about twice the level.
            lambda lost: level < INJECTION.levels[0] or lost > level,
            means="pings lost from outside",
            unit="of 1",
            before=before,
        )
    finally:
        stage.host.run(["nft", "delete", "table", "bridge", TABLE])


INJECTION = Injection(
    fault="tap_packet_loss",
    tier="T1",
    path="network",
    levels=(0.05, 0.15, 0.4),
    sub_threshold=0.001,
    unit="of the frames dropped each way",
    prepare=with_network_load,
    apply=_apply,
    paired=True,
)
