"""Recovery is switched off: missing copies stay missing."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_cluster

FAULT = Fault(
    id="ceph_recovery_off",
    title="recovery or backfill is switched off",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.01, "set to save clients from a recovery, and forgotten"),
    signs=(
        Check(
            clause=Is(ceph_cluster.NO_RECOVERY, ("yes",)),
            sensitivity=Guess(0.99, "the map of the OSDs has the flag"),
            false_alarm=Guess(0.001, "nothing else sets it"),
        ),
    ),
    because="norecover, nobackfill or norebalance is set, so that groups with missing copies "
    "stay as they are; the next failure may take the last copy.",
    confirm="ceph osd dump | grep flags",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="slow recovery down instead of stopping it, then remove the flags",
            command="ceph config set osd osd_max_backfills 1; ceph osd unset norecover; ceph "
            "osd unset nobackfill; ceph osd unset norebalance",
            versions="before 17.2; from 17.2 osd_mclock_profile high_client_ops",
            do_not="remove them all at once in the peak of the day",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same",
            command="ceph osd unset norecover; ceph osd unset nobackfill; ceph osd unset "
            "norebalance",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="the same from the toolbox",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph osd unset nobackfill",
        ),
    ),
    references=("https://docs.ceph.com/en/latest/rados/operations/health-checks/#osdmap-flags",),
    maturity=Maturity.DRAFT,
    risk=True,
)
