"""A pod writes more than its scratch volume may hold, and the kubelet puts it out."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, changed
from lab.kubernetes.stage import KubernetesStage, spec_of
from lab.kubernetes.witnesses import logged

WRITER = ("sh", "-c", "dd if=/dev/zero of=/scratch/data bs=1M count=20; sleep 2147483647")
VOLUME = {"name": "scratch", "emptyDir": {"sizeLimit": "4Mi"}}
MOUNT = {"name": "scratch", "mountPath": "/scratch"}
SIGN = logged("kubelet", r"eviction manager: pod shop-\S+ is evicted", "evicted pods")


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    spec = {**spec_of(command=WRITER, volumeMounts=[MOUNT]), "volumes": [VOLUME]}
    with changed(stage, spec, SIGN) as seen:
        yield seen


INJECTION = KubernetesInjection(fault="pod_evicted", unit="evicted", apply=_apply)
