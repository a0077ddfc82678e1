"""No manager is active."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_cluster

FAULT = Fault(
    id="ceph_manager_down",
    title="no manager is active",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.01, "one manager only, or both on one host"),
    signs=(
        Check(
            clause=Is(ceph_cluster.MANAGER, ("none",)),
            sensitivity=Guess(0.98, "the monitors say so"),
            false_alarm=Guess(0.001, "a manager that hands over"),
        ),
    ),
    because="Without a manager there are no statistics, no balancer, no orchestrator, no "
    "Prometheus. VMs do not need it, but nobody sees what happens.",
    confirm="ceph mgr stat",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="start a manager; have two, on different hosts",
            command="systemctl start ceph-mgr@HOST",
            do_not="trust `ceph status` meanwhile: its numbers are old",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same",
            command="ceph orch ps --daemon-type mgr; ceph orch apply mgr 2",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="see why its pod does not run",
            command="kubectl -n rook-ceph get pods -l app=rook-ceph-mgr",
        ),
    ),
    references=("https://docs.ceph.com/en/latest/rados/operations/health-checks/#mgr-down",),
    maturity=Maturity.INJECTED,
    risk=True,
)
