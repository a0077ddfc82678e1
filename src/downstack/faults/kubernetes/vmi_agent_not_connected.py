"""No guest agent of a VM of KubeVirt answers."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform
from downstack.signals import vmi

FAULT = Fault(
    id="vmi_agent_not_connected",
    title="no guest agent answers in the VM",
    layer=Layer.KUBERNETES,
    of=Kind.VMI,
    path=None,
    rate=Guess(0.05, "images are built without it"),
    risk=True,
    only_if=(Is(vmi.PHASE, ("Running",)),),
    signs=(
        Check(
            clause=Is(vmi.AGENT, ("no",)),
            sensitivity=Guess(0.98, "KubeVirt knows whether the channel is open"),
            false_alarm=Guess(0.001, "an appliance without an agent on purpose"),
        ),
    ),
    because="Without the agent a snapshot is only crash-consistent, and nobody sees from "
    "outside which addresses and filesystems the guest has.",
    confirm="kubectl -n {namespace} get vmi {name} -o jsonpath={.status.conditions}",
    remedies=(
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="install and start qemu-guest-agent inside; the channel is there",
            command="virtctl guestosinfo {name} -n {namespace}",
        ),
    ),
    references=("https://kubevirt.io/user-guide/user_workloads/guest_agent_information/",),
    maturity=Maturity.RECORDED,
)
