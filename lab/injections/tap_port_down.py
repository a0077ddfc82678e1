"""The guest's port on the host does not carry frames: its tap is down or off the bridge."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Injection, Witness, witness
from lab.stage import Stage, with_network_load
from lab.witnesses import lost_pings

DOWN, OFF_THE_BRIDGE, BOTH = 1, 2, 3


def _set(stage: Stage, *settings: str) -> None:
    stage.host.run(["ip", "link", "set", "dev", stage.target.spec.tap, *settings])


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = lost_pings(stage.host, stage.target.spec.ip)
    try:
        if level in {DOWN, BOTH}:
            _set(stage, "down")
        if level in {OFF_THE_BRIDGE, BOTH}:
            _set(stage, "nomaster")
        yield witness(
            lambda: lost_pings(stage.host, stage.target.spec.ip),
            lambda lost: lost == (1 if level else 0),
            means="pings lost from outside",
            unit="of 1",
            before=before,
        )
    finally:
        _set(stage, "master", stage.host.network.bridge, "up")


INJECTION = Injection(
    fault="tap_port_down",
    tier="T1",
    path="network",
    levels=(DOWN, OFF_THE_BRIDGE, BOTH),
    sub_threshold=0,
    unit="(1 down, 2 off the bridge, 3 both)",
    prepare=with_network_load,
    apply=_apply,
    paired=True,
)
