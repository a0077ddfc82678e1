"""Scrubbing is switched off: rotten copies are not found."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_cluster

FAULT = Fault(
    id="ceph_scrub_off",
    title="scrubbing is switched off",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.02, "set to save disks in a bad week, and forgotten"),
    signs=(
        Check(
            clause=Is(ceph_cluster.NO_SCRUB, ("yes",)),
            sensitivity=Guess(0.99, "the map of the OSDs has the flag"),
            false_alarm=Guess(0.001, "nothing else sets it"),
        ),
    ),
    because="Scrubs compare copies; without them a copy that has rotted is found when it is the "
    "last one.",
    confirm="ceph osd dump | grep flags",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="let it scrub again, at night if need be",
            command="ceph config set osd osd_scrub_begin_hour 22; ceph config set osd "
            "osd_scrub_end_hour 6; ceph osd unset noscrub; ceph osd unset nodeep-scrub",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same",
            command="ceph osd unset noscrub; ceph osd unset nodeep-scrub",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="the same from the toolbox",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph osd unset noscrub",
        ),
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/operations/health-checks/#osdmap-flags",
        "https://docs.ceph.com/en/latest/rados/configuration/osd-config-ref/#scrubbing",
    ),
    maturity=Maturity.DRAFT,
    risk=True,
)
