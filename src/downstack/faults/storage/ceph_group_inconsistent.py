"""Copies of an object differ, or one cannot be read."""

from downstack.fault import Above, Check, Fault, Guess, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_pool

FAULT = Fault(
    id="ceph_group_inconsistent",
    title="copies of an object differ",
    layer=Layer.STORAGE,
    of=Kind.CEPH_POOL,
    path=Path.STORAGE,
    rate=Guess(0.01, "bits that rot, disks with unreadable sectors"),
    signs=(
        Check(
            clause=Above(ceph_pool.INCONSISTENT, 0),
            sensitivity=Guess(0.98, "scrub marks the group"),
            false_alarm=Guess(0.001, "a scrub that is repeated clears it"),
        ),
    ),
    because="A scrub found a copy that is unreadable or unlike the others. Reads go on from a "
    "good copy; if that one fails too, data is lost.",
    confirm="ceph health detail; rados list-inconsistent-obj PG --format=json-pretty",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DATA_RISK,
            text="see which copy is wrong and whether its disk is ill, then repair from the "
            "good ones",
            command="rados list-inconsistent-obj PG --format=json-pretty; ceph pg repair PG",
            do_not="repair before you know which copy is wrong; replace the disk if it has read "
            "errors",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DATA_RISK,
            text="the same",
            command="ceph pg repair PG",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DATA_RISK,
            text="the same from the toolbox",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph health detail",
        ),
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/operations/health-checks/#pg-damaged",
        "https://docs.ceph.com/en/latest/rados/operations/pg-repair/",
    ),
    maturity=Maturity.INJECTED,
    risk=True,
)
