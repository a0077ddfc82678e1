"""An OSD takes long before it even asks its disk: its CPU, its queue, its lock."""

from downstack.effects.storage import ceph_osd_answers_late
from downstack.fault import Above, AtMost, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_osd, ceph_peers

FAULT = Fault(
    id="ceph_osd_slow_ops",
    title="the OSD takes long before it asks its disk",
    layer=Layer.STORAGE,
    of=Kind.CEPH_OSD,
    path=Path.STORAGE,
    rate=Guess(0.01, "a host without CPU left, a huge object map, a compaction"),
    only_if=(Is(ceph_osd.STATE, ("up",)), Above(ceph_peers.ANSWERS_LATER, 3)),
    signs=(
        Check(
            clause=AtMost(ceph_osd.COMMIT_LATENCY, 0.05),
            sensitivity=Guess(0.95, "its disk is as fast as ever"),
            false_alarm=Guess(0.45, "so are the disks of most OSDs that are slow for no reason"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_osd_answers_late.EFFECT,
            strength=Guess(0.97, "reads wait like writes, and it complains itself"),
        ),
    ),
    because="The OSD answers late although its store answers at once, so the time passes before: "
    "in its queue, on its CPU, or in a lock.",
    confirm="ceph tell {entity} dump_historic_slow_ops",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DISRUPTIVE,
            text="look at the CPU of the host of {entity} and at what its slow requests wait for; "
            "where nothing is found, restart this one OSD",
            command="ceph osd find {entity}; systemctl restart ceph-osd@ID",
            do_not="restart several at once: groups would lose their second copy",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DISRUPTIVE,
            text="the same; the orchestrator restarts one daemon",
            command="ceph orch daemon restart {entity}",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DISRUPTIVE,
            text="look at the CPU limit of its pod, then restart the pod",
            command="kubectl -n rook-ceph top pod -l ceph-osd-id=ID",
        ),
    ),
    confused_with=("ceph_osd_disk_slow", "ceph_osd_hung", "ceph_network_lossy"),
    references=("https://docs.ceph.com/en/latest/rados/troubleshooting/troubleshooting-osd/",),
    maturity=Maturity.INJECTED,
)
