"""A VM of KubeVirt cannot be moved to another node while it runs."""

from downstack.fault import Check, Fault, Guess, IsNot, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform
from downstack.signals import vmi

FAULT = Fault(
    id="vmi_not_migratable",
    title="the VM cannot be migrated while it runs",
    layer=Layer.KUBERNETES,
    of=Kind.VMI,
    path=None,
    rate=Guess(0.05, "a disk that is not shared, a network of the pod, a device of the host"),
    risk=True,
    signs=(
        Check(
            clause=IsNot(vmi.MIGRATABLE, ("yes",)),
            sensitivity=Guess(0.98, "KubeVirt decides it and says why"),
            false_alarm=Guess(0.001, "KubeVirt decides it"),
        ),
    ),
    because="KubeVirt says what hinders a migration. When its node is drained the VM is "
    "stopped, or the drain waits for it for ever.",
    confirm="kubectl -n {namespace} get vmi {name} -o jsonpath={.status.conditions}",
    remedies=(
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="remove what hinders it: claims with ReadWriteMany, masquerade instead "
            "of bridge on the pod network, no host devices",
            command="kubectl -n {namespace} edit vm {name}",
            do_not="drain its node before",
        ),
    ),
    references=("https://kubevirt.io/user-guide/compute/live_migration/",),
    maturity=Maturity.RECORDED,
)
