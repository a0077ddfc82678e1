"""A pod mounts a Secret that does not exist."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, changed
from lab.kubernetes.stage import KubernetesStage, spec_of
from lab.kubernetes.witnesses import logged

VOLUME = {"name": "key", "secret": {"secretName": "shop-key"}}
MOUNT = {"name": "key", "mountPath": "/key"}
SIGN = logged("kubelet", r'secret \\*"shop-key\\*" not found', "the missing Secret")


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    spec = {**spec_of(volumeMounts=[MOUNT]), "volumes": [VOLUME]}
    with changed(stage, spec, SIGN) as seen:
        yield seen


INJECTION = KubernetesInjection(
    fault="volume_mount_failing", path="storage", unit="missing", apply=_apply
)
