"""The manager does not answer, and the monitors have not noticed."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_cluster

FAULT = Fault(
    id="ceph_manager_silent",
    title="the manager does not answer",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.01, "it is dead for seconds, or hangs for longer"),
    signs=(
        Check(
            clause=Is(ceph_cluster.MANAGER, ("silent",)),
            sensitivity=Guess(0.97, "it answers in milliseconds else"),
            false_alarm=Guess(0.001, "a manager with too much to do"),
        ),
    ),
    because="The monitors believe in a manager that answers nothing. Statistics, the balancer, "
    "the orchestrator and Prometheus stand still while health is HEALTH_OK; VMs do not need it.",
    confirm="timeout 5 ceph osd perf",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="let a standby take over",
            command="ceph mgr fail; systemctl status 'ceph-mgr@*'",
            do_not="trust `ceph status` meanwhile: its numbers are old",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same",
            command="ceph mgr fail; ceph orch ps --daemon-type mgr",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="delete its pod",
            command="kubectl -n rook-ceph delete pod -l app=rook-ceph-mgr",
        ),
    ),
    references=("https://docs.ceph.com/en/latest/mgr/administrator/",),
    maturity=Maturity.INJECTED,
    risk=True,
)
