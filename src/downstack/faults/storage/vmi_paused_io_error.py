"""A VM of KubeVirt is paused because its volume failed."""

from downstack.effects.kubernetes import vmi_paused
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import vmi

FAULT = Fault(
    id="vmi_paused_io_error",
    title="the volume of the VM failed, and QEMU paused it",
    layer=Layer.STORAGE,
    of=Kind.VMI,
    path=Path.STORAGE,
    rate=Guess(0.03, "a volume that is full or whose storage went away"),
    signs=(
        Check(
            clause=Is(vmi.PAUSED, ("io_error",)),
            sensitivity=Guess(0.97, "KubeVirt keeps the reason"),
            false_alarm=Guess(0.002, "nothing else pauses with this reason"),
        ),
    ),
    leads_to=(
        Leads(
            to=vmi_paused.EFFECT,
            strength=Guess(0.98, "it is the condition itself"),
        ),
    ),
    because="A request to one of its disks failed, and QEMU stopped the VM rather than hand "
    "the error to the guest. The volume, or the storage behind it, is full or does not "
    "answer.",
    confirm="kubectl -n {namespace} describe vmi {name}",
    remedies=(
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="look at the claim of its disks and at what provides it; when it "
            "answers again, let the VM go on",
            command="virtctl unpause vmi {name} -n {namespace}",
            do_not="restart the VM: what QEMU holds back would be lost",
        ),
    ),
    confused_with=("storage_backend_failing",),
    references=("https://kubevirt.io/user-guide/storage/disks_and_volumes/#error-policy",),
    maturity=Maturity.RECORDED,
)
