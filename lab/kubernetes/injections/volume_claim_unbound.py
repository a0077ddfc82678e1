"""A pod wants a volume whose storage class nobody provides."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, changed
from lab.kubernetes.manifest import volume_claim
from lab.kubernetes.stage import KubernetesStage, spec_of
from lab.kubernetes.witnesses import unschedulable

CLAIM = "shop-data"
VOLUME = {"name": "data", "persistentVolumeClaim": {"claimName": CLAIM}}
MOUNT = {"name": "data", "mountPath": "/data"}
SIGN = unschedulable("unbound immediate PersistentVolumeClaims")


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    claim = volume_claim(CLAIM, storage_class="fast")
    spec = {**spec_of(volumeMounts=[MOUNT]), "volumes": [VOLUME]}
    stage.cluster.apply(claim)
    try:
        with changed(stage, spec, SIGN) as seen:
            yield seen
    finally:
        stage.cluster.remove(claim)


INJECTION = KubernetesInjection(
    fault="volume_claim_unbound", path="storage", unit="pending", apply=_apply
)
