"""A volume that is plugged into a running VM waits for a claim which nobody can fill.

The claim and the attachment pod are real; the lab makes that pod, and writes the state of the
volume into the VMI's status, as KubeVirt would.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.manifest import container, pod, volume_claim
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.vm_stage import vm_of, with_vm
from lab.kubernetes.witnesses import unschedulable

CLAIM, ATTACHMENT = "more-data", "hp-volume-shop"
VOLUME = {"name": CLAIM, "persistentVolumeClaim": {"claimName": CLAIM}}
MOUNT = {"name": CLAIM, "mountPath": "/more-data"}
LATE = {
    "name": CLAIM,
    "target": "",
    "phase": "Pending",
    "reason": "PVCNotReady",
    "message": "PVC is in phase Pending",
    "hotplugVolume": {"attachPodName": ATTACHMENT},
}
SIGN = unschedulable("unbound immediate PersistentVolumeClaims")


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    vm, cluster = vm_of(stage), stage.cluster
    claim = volume_claim(CLAIM, storage_class="fast")
    attachment = pod(ATTACHMENT, container(volumeMounts=[MOUNT]), volumes=[VOLUME])
    before = SIGN.before(stage)
    cluster.apply(claim, attachment)
    try:
        seen = SIGN.wait(stage, before)
        vm.report(LATE)
        yield seen
    finally:
        cluster.remove(attachment, claim)
        vm.report()


INJECTION = KubernetesInjection(
    fault="hotplug_volume_missing",
    path="storage",
    unit="pending",
    prepare=with_vm,
    apply=_apply,
    target="vmi",
)
