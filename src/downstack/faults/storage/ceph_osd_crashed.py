"""An OSD has crashed and nobody has looked at the report."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_osd

FAULT = Fault(
    id="ceph_osd_crashed",
    title="the OSD has crashed",
    layer=Layer.STORAGE,
    of=Kind.CEPH_OSD,
    path=Path.STORAGE,
    rate=Guess(0.01, "a broken disk, a bug; crash reports are seldom read"),
    signs=(
        Check(
            clause=Is(ceph_osd.CRASHED, ("yes",)),
            sensitivity=Guess(0.97, "the crash module keeps each report until it is archived"),
            false_alarm=Guess(0.002, "a crash of long ago that nobody archived"),
        ),
        Check(
            clause=Is(ceph_osd.STATE, ("down",)),
            sensitivity=Guess(0.6, "some are restarted at once"),
            false_alarm=Guess(0.1, "OSDs are down for other reasons"),
        ),
    ),
    because="The daemon ended by an assertion or a signal, and left a report. What made it "
    "crash once (a bad sector, a bug of this release) may do so again, on its peers too.",
    confirm="ceph crash ls-new; ceph crash info ID",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="read the report; a failed read or write in it means its disk, else look for "
            "the assertion in the tracker; then archive it",
            command="ceph crash ls-new; ceph crash info ID; ceph crash archive ID",
            do_not="archive all reports unread",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same",
            command="ceph crash ls-new",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="the same from the toolbox",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph crash ls-new",
        ),
    ),
    references=(
        "https://docs.ceph.com/en/latest/mgr/crash/",
        "https://docs.ceph.com/en/latest/rados/operations/health-checks/#recent-crash",
    ),
    maturity=Maturity.INJECTED,
    risk=True,
)
