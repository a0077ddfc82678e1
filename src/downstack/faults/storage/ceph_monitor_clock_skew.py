"""The clocks of the monitors differ."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_health

FAULT = Fault(
    id="ceph_monitor_clock_skew",
    title="the clocks of the monitors differ",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.01, "a host without NTP"),
    signs=(
        Check(
            clause=Is(ceph_health.MON_CLOCK_SKEW, ("raised",)),
            sensitivity=Guess(0.97, "the monitors raise the check"),
            false_alarm=Guess(0.002, "thresholds that somebody has changed"),
        ),
    ),
    because="Monitors lend each other leases of seconds. With clocks that differ by more than "
    "mon_clock_drift_allowed (50 ms) they hold elections again and again.",
    confirm="ceph time-sync-status",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="repair NTP on the hosts of the monitors",
            command="ceph time-sync-status; chronyc tracking",
            do_not="step the clock of a monitor while it runs",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same",
            command="ceph cephadm check-host HOST",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="the same on the nodes",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph time-sync-status",
        ),
    ),
    references=("https://docs.ceph.com/en/latest/rados/operations/health-checks/#mon-clock-skew",),
    maturity=Maturity.DRAFT,
    risk=True,
)
