"""An OSD is down; while enough copies live nobody feels it."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_osd

FAULT = Fault(
    id="ceph_osd_down",
    title="the OSD is down",
    layer=Layer.STORAGE,
    of=Kind.CEPH_OSD,
    path=Path.STORAGE,
    rate=Guess(0.02, "disks and hosts fail all the time"),
    signs=(
        Check(
            clause=Is(ceph_osd.STATE, ("down",)),
            sensitivity=Guess(0.99, "the map of the OSDs says so"),
            false_alarm=Guess(0.001, "it is marked down for a second after a lost heartbeat"),
        ),
    ),
    because="Its groups have one copy less. Requests go on with the others as long as min_size "
    "is met, so it is no reason for a slow VM; one more failure may be.",
    confirm="ceph osd tree down",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="see why {entity} does not run, and start it; after mon_osd_down_out_interval "
            "(600 s) its data is rebuilt elsewhere",
            command="ceph osd find {entity}; systemctl status ceph-osd@ID; systemctl start "
            "ceph-osd@ID",
            do_not="mark it out by hand where the others would then be nearly full: see `ceph "
            "osd df` first",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="start the daemon",
            command="ceph orch daemon start {entity}",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="see why its pod does not run",
            command="kubectl -n rook-ceph get pods -l app=rook-ceph-osd -o wide",
        ),
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/operations/health-checks/#osd-down",
        "https://docs.ceph.com/en/latest/rados/troubleshooting/troubleshooting-osd/",
    ),
    maturity=Maturity.INJECTED,
    risk=True,
)
