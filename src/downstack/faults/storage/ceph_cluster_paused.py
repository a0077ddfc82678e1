"""Somebody has paused all reads and writes of the cluster."""

from downstack.effects.storage import ceph_pool_takes_no_writes, ceph_pool_unavailable
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import ceph_cluster

FAULT = Fault(
    id="ceph_cluster_paused",
    title="reads and writes of the whole cluster are paused",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.004, "a person who forgot `ceph osd unpause`"),
    signs=(
        Check(
            clause=Is(ceph_cluster.PAUSED, ("yes",)),
            sensitivity=Guess(0.99, "clients obey the map of the OSDs, which has the flags"),
            false_alarm=Guess(0.0005, "nothing else sets them"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_pool_takes_no_writes.EFFECT,
            via=(Edge.KEEPS,),
            strength=Guess(0.97, "every client holds its requests"),
        ),
        Leads(
            to=ceph_pool_unavailable.EFFECT,
            via=(Edge.KEEPS,),
            strength=Guess(0.70, "all groups count as inactive where the map itself is read"),
        ),
    ),
    because="The flags pauserd and pausewr tell every client to hold its requests. They wait, "
    "without an error, until somebody removes the flags.",
    confirm="ceph osd dump | grep flags",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="ask who has paused it and why, then let it go on",
            command="ceph osd unpause",
            do_not="unpause while a repair that needs it is under way",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same",
            command="ceph osd unpause",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="the same from the toolbox",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph osd unpause",
        ),
    ),
    confused_with=("storage_backend_silent",),
    references=("https://docs.ceph.com/en/latest/rados/operations/health-checks/#osdmap-flags",),
    maturity=Maturity.INJECTED,
)
