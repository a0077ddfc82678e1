"""The newest copy of an object is on no OSD that lives."""

from downstack.effects.storage import ceph_objects_missing
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_pool

FAULT = Fault(
    id="ceph_object_unfound",
    title="the newest copy of an object is nowhere",
    layer=Layer.STORAGE,
    of=Kind.CEPH_POOL,
    path=Path.STORAGE,
    rate=Guess(0.003, "OSDs that fail one after the other while copies are missing"),
    signs=(
        Check(
            clause=Above(ceph_pool.UNFOUND, 0),
            sensitivity=Guess(0.97, "the states come from the groups themselves"),
            false_alarm=Guess(0.001, "while OSDs are still asked, for a second"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_objects_missing.EFFECT,
            strength=Guess(
                0.8,
                "only who touches such an object waits; a guest that writes "
                "touches all sooner or later",
            ),
        ),
    ),
    because="The groups know that a newer copy of an object was written, and no living OSD has "
    "it. Whoever touches that object waits; all else works.",
    confirm="ceph health detail; ceph pg PG list_unfound",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DATA_RISK,
            text="start the OSD that may have it (might_have_unfound)",
            command="ceph pg PG list_unfound; ceph pg PG query; systemctl start ceph-osd@ID",
            do_not="revert or delete what is unfound before every OSD that may have it was "
            "tried: a filesystem inside a VM breaks silently",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DATA_RISK,
            text="the same",
            command="ceph pg PG list_unfound; ceph orch daemon start osd.ID",
            do_not="use mark_unfound_lost first",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DATA_RISK,
            text="the same; see why the pod of that OSD does not run",
            command="kubectl -n rook-ceph get pods -l app=rook-ceph-osd -o wide",
            do_not="use mark_unfound_lost first",
        ),
    ),
    confused_with=("ceph_groups_lost",),
    references=(
        "https://docs.ceph.com/en/latest/rados/troubleshooting/troubleshooting-pg/#unfound-objects",
        "https://docs.ceph.com/en/latest/rados/operations/health-checks/#object-unfound",
    ),
    maturity=Maturity.DRAFT,
)
