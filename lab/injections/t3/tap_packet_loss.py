"""The host loses a share of the frames on their way to the guest's tap: netem."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness, witness
from lab.t3.injection import T3Injection
from lab.t3.stage import T3Stage, with_network_load
from lab.t3.witnesses import lost_pings


@contextmanager
def _apply(stage: T3Stage, level: float) -> Iterator[Witness]:
    tap, address = stage.target.spec.tap, stage.target.spec.ip
    before = lost_pings(stage.host, address)
    stage.host.run(f"tc qdisc replace dev {tap} root netem loss {level * 100:g}%")
    try:
        yield witness(
            lambda: lost_pings(stage.host, address, count=100),
            lambda lost: level < INJECTION.levels[0] or lost > level / 3,
            means="pings lost from outside",
            unit="of 1",
            before=before,
        )
    finally:
        stage.host.run(["tc", "qdisc", "del", "dev", tap, "root"])


INJECTION = T3Injection(
    fault="tap_packet_loss",
    path="network",
    levels=(0.05, 0.15, 0.4),
    sub_threshold=0.001,
    unit="of the frames to the guest dropped",
    prepare=with_network_load,
    apply=_apply,
)
