"""A volume that was plugged into a VM of KubeVirt does not arrive."""

from downstack.effects.kubernetes import vmi_volume_late
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import vmi

FAULT = Fault(
    id="hotplug_volume_missing",
    title="the volume that was plugged in is not there",
    layer=Layer.KUBERNETES,
    of=Kind.VMI,
    path=Path.STORAGE,
    rate=Guess(0.02, "a claim that is not bound, an attachment pod without a node"),
    signs=(
        Check(
            clause=Above(vmi.VOLUMES_LATE, 0),
            sensitivity=Guess(0.97, "KubeVirt keeps the phase of each volume"),
            false_alarm=Guess(0.01, "a volume that is on its way"),
        ),
    ),
    leads_to=(
        Leads(
            to=vmi_volume_late.EFFECT,
            strength=Guess(0.98, "it is the same list"),
        ),
    ),
    because="KubeVirt brings a volume to a running VM by an attachment pod on its node. The "
    "claim is not bound, or that pod does not run: the phase of the volume in the status of "
    "the VMI says how far it got.",
    confirm="kubectl -n {namespace} get vmi {name} -o jsonpath={.status.volumeStatus}",
    remedies=(
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="look at the claim and at the attachment pod (hp-volume-...) of the VM",
            command="kubectl -n {namespace} get pvc,pods",
            do_not="restart the VM before the claim is bound: then it does not start at all",
        ),
    ),
    confused_with=("volume_claim_unbound",),
    references=("https://kubevirt.io/user-guide/storage/hotplug_volumes/",),
    maturity=Maturity.RECORDED,
)
