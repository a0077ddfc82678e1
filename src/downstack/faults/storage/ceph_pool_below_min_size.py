"""So many OSDs are down that placement groups have fewer copies than the pool demands."""

from downstack.effects.storage import ceph_pool_unavailable
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_pool

FAULT = Fault(
    id="ceph_pool_below_min_size",
    title="placement groups have fewer living copies than min_size",
    layer=Layer.STORAGE,
    of=Kind.CEPH_POOL,
    path=Path.STORAGE,
    rate=Guess(0.008, "a second OSD that falls while the first is down; a rack without power"),
    signs=(
        Check(
            clause=Above(ceph_pool.SHORT, 0),
            sensitivity=Guess(0.98, "it is counted from the groups and the pool"),
            false_alarm=Guess(0.002, "a group whose OSDs change just now"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_pool_unavailable.EFFECT,
            strength=Guess(0.98, "below min_size a group takes neither reads nor writes"),
        ),
    ),
    because="A group with fewer living copies than min_size takes no requests, so that nothing is "
    "written that one more failure would lose. Clients are told to wait; there are no slow "
    "requests and no errors.",
    confirm="ceph pg dump_stuck inactive",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="start the OSDs that are down; all goes on by itself",
            command="ceph osd tree down; systemctl start ceph-osd@ID",
            do_not="set min_size to 1 unless those OSDs are lost for good: what is written to one "
            "copy is gone with it",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="start the OSDs that are down",
            command="ceph osd tree down; ceph orch daemon start osd.ID",
            do_not="set min_size to 1",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="look why pods of OSDs do not run",
            command="kubectl -n rook-ceph get pods -l app=rook-ceph-osd -o wide",
            do_not="set min_size to 1",
        ),
    ),
    confused_with=("ceph_osd_hung", "ceph_pool_full", "storage_backend_silent"),
    references=("https://docs.ceph.com/en/latest/rados/operations/pools/",),
    maturity=Maturity.INJECTED,
)
