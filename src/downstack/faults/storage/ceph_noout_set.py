"""noout is set: what is down is never rebuilt elsewhere."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_cluster

FAULT = Fault(
    id="ceph_noout_set",
    title="noout is set, so nothing is rebuilt",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.02, "set for maintenance, and forgotten"),
    signs=(
        Check(
            clause=Is(ceph_cluster.NOOUT, ("set",)),
            sensitivity=Guess(0.99, "the map of the OSDs has the flag"),
            false_alarm=Guess(0.001, "nothing else sets it"),
        ),
    ),
    because="With noout an OSD that fails stays in, and its copies are missing until it is "
    "back. That is right for maintenance of an hour, not for ever.",
    confirm="ceph osd dump | grep flags",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="ask whether maintenance is under way; if not, remove the flag",
            command="ceph osd unset noout",
            do_not="remove it while a host is down for maintenance: its data would start to move",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="leave maintenance mode of the host, which sets the flag for it alone",
            command="ceph orch host maintenance exit HOST; ceph osd unset noout",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="the same from the toolbox; the operator sets it while it drains a node",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph osd unset noout",
        ),
    ),
    references=("https://docs.ceph.com/en/latest/rados/operations/health-checks/#osdmap-flags",),
    maturity=Maturity.INJECTED,
    risk=True,
)
