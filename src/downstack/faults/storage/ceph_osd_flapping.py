"""An OSD is marked down and comes back, again and again."""

from downstack.fault import Above, Check, Fault, Guess, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_osd

FAULT = Fault(
    id="ceph_osd_flapping",
    title="the OSD goes down and comes back, again and again",
    layer=Layer.STORAGE,
    of=Kind.CEPH_OSD,
    path=Path.STORAGE,
    rate=Guess(0.02, "a network that loses heartbeats, a disk that hangs now and then"),
    signs=(
        Check(
            clause=Above(ceph_osd.LAGGY, 0.6),
            sensitivity=Guess(0.8, "the monitors remember who came back at once"),
            false_alarm=Guess(0.0005, "three restarts of its host's network within the hour"),
        ),
        Check(
            clause=Above(ceph_osd.RETURNS, 2),
            sensitivity=Guess(
                0.5, "the monitors keep fifty lines of their log, a minute or an hour"
            ),
            false_alarm=Guess(0.0005, "somebody restarts it again and again"),
        ),
    ),
    because="Each time its groups peer anew and every write with a copy there waits for "
    "seconds. A healthy OSD is not marked down three times in ten minutes.",
    confirm="ceph log last 200 info cluster | grep {entity}",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DISRUPTIVE,
            text="look at the cluster network and the disk of its host; until it is repaired "
            "stop {entity} for good, so that it does not come back",
            command="ceph osd find {entity}; systemctl stop ceph-osd@ID",
            do_not="set nodown to hide it: requests would wait for a dead OSD",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DISRUPTIVE,
            text="the same",
            command="ceph orch daemon stop {entity}",
            do_not="set nodown",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DISRUPTIVE,
            text="the same; see events of its node and pod",
            command="kubectl -n rook-ceph describe pod -l ceph-osd-id=ID",
            do_not="set nodown",
        ),
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/troubleshooting/troubleshooting-osd/#flapping-osds",
    ),
    maturity=Maturity.INJECTED,
    risk=True,
)
