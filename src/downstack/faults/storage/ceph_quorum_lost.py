"""No monitor answers: there is no quorum."""

from downstack.effects.storage import ceph_cluster_headless
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_cluster

FAULT = Fault(
    id="ceph_quorum_lost",
    title="no monitor answers",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.008, "more than half of the monitors are down"),
    signs=(
        Check(
            clause=Is(ceph_cluster.ANSWERS, ("silent",)),
            sensitivity=Guess(0.97, "without a quorum no monitor answers"),
            false_alarm=Guess(0.001, "a network that is cut for us alone"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_cluster_headless.EFFECT,
            strength=Guess(0.99, "every client asks a monitor first"),
        ),
    ),
    because="VMs that run go on, for they talk to OSDs. But no VM starts, no OSD that fails is "
    "replaced, and a client that loses its connection is not let in again.",
    confirm="ceph daemon mon.NAME mon_status",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DATA_RISK,
            text="start the monitors, with their old disks; one more than half is enough",
            command="systemctl start ceph-mon@HOST; ceph daemon mon.NAME mon_status",
            do_not="restart VMs or OSDs now: they would not come back; do not make a new "
            "monitor map while the old disks exist",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DATA_RISK,
            text="start the containers of the monitors on their hosts",
            command="systemctl start ceph-FSID@mon.HOST",
            do_not="redeploy monitors",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DATA_RISK,
            text="see why their pods do not run",
            command="kubectl -n rook-ceph get pods -l app=rook-ceph-mon -o wide",
            do_not="delete volumes of monitors",
        ),
    ),
    references=("https://docs.ceph.com/en/latest/rados/troubleshooting/troubleshooting-mon/",),
    maturity=Maturity.INJECTED,
)
