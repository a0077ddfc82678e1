"""The host's uplink is limited to less than the guest writes to the Ceph cluster."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import with_rbd_load
from lab.injection import Injection, Witness, witness
from lab.process import run
from lab.stage import Stage
from lab.witnesses import write_latency

UPLINK = "uplink"
NOTICED = 3  # times the latency of before


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = write_latency(stage.target)
    tc = ["tc", "-n", stage.host.network.inner, "qdisc"]
    bucket = ["tbf", "rate", f"{level:g}mbit", "burst", "16kb", "latency", "300ms"]
    run([*tc, "replace", "dev", UPLINK, "root", *bucket])
    try:
        yield witness(
            lambda: write_latency(stage.target),
            lambda milliseconds: level > INJECTION.levels[0] or milliseconds > NOTICED * before,
            means="direct write timed by the guest's clock",
            unit="ms",
            before=before,
        )
    finally:
        run([*tc, "del", "dev", UPLINK, "root"])


INJECTION = Injection(
    fault="storage_network_saturated",
    tier="ceph",
    path="storage",
    levels=(2, 1, 0.5),
    sub_threshold=1000,
    unit="Mbit/s of the uplink",
    prepare=with_rbd_load,
    apply=_apply,
)
