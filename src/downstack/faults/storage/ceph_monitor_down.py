"""A monitor is not in the quorum; the others carry on."""

from downstack.fault import Above, Check, Fault, Guess, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_cluster

FAULT = Fault(
    id="ceph_monitor_down",
    title="a monitor is not in the quorum",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.015, "a host that is down, a full disk of a monitor"),
    signs=(
        Check(
            clause=Above(ceph_cluster.MONITORS_MISSING, 0),
            sensitivity=Guess(0.98, "the quorum names its members"),
            false_alarm=Guess(0.002, "an election that is under way"),
        ),
    ),
    because="The other monitors have the majority, and nobody feels it. One more may be one too "
    "many: then nothing changes in the cluster any more.",
    confirm="ceph quorum_status",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="see why it does not run, and start it",
            command="ceph mon stat; systemctl start ceph-mon@HOST",
            do_not="remove it from the map while another is ill",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same",
            command="ceph orch ps --daemon-type mon; ceph orch daemon start mon.HOST",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="see why its pod does not run; the operator replaces it after a while",
            command="kubectl -n rook-ceph get pods -l app=rook-ceph-mon",
        ),
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/operations/health-checks/#mon-down",
        "https://docs.ceph.com/en/latest/rados/troubleshooting/troubleshooting-mon/",
    ),
    maturity=Maturity.INJECTED,
    risk=True,
)
