"""An OSD is nearly full; when it is full, writes stop everywhere."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_osd

FAULT = Fault(
    id="ceph_osd_nearfull",
    title="the OSD is nearly full",
    layer=Layer.STORAGE,
    of=Kind.CEPH_OSD,
    path=Path.STORAGE,
    rate=Guess(0.02, "data is never spread evenly"),
    signs=(
        Check(
            clause=Is(ceph_osd.FULLNESS, ("nearfull", "backfillfull")),
            sensitivity=Guess(0.99, "the map of the OSDs has the state"),
            false_alarm=Guess(0.001, "ratios that somebody has lowered"),
        ),
    ),
    because="The fullest OSD decides: when it passes the full ratio, every pool with data on it "
    "takes no more writes, and VMs hang without an error.",
    confirm="ceph osd df",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DISRUPTIVE,
            text="delete what nobody needs, add OSDs, or let the balancer move data from the "
            "fullest to the emptiest",
            command="ceph osd df; ceph balancer status; ceph balancer on",
            do_not="mark it out, or lower its weight by much: the others would be full next",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DISRUPTIVE,
            text="the same; add disks by the orchestrator",
            command="ceph orch device ls",
            do_not="mark it out",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DISRUPTIVE,
            text="the same; add devices to the CephCluster",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph osd df",
            do_not="mark it out",
        ),
    ),
    references=("https://docs.ceph.com/en/latest/rados/operations/health-checks/#osd-nearfull",),
    maturity=Maturity.INJECTED,
    risk=True,
)
