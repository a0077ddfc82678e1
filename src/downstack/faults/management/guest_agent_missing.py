"""Nobody inside answers the host: no guest agent."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform
from downstack.signals import domain, settings

FAULT = Fault(
    id="guest_agent_missing",
    title="no guest agent runs in the VM",
    layer=Layer.MANAGEMENT,
    of=Kind.DOMAIN,
    path=None,
    rate=Guess(0.05, "images are built without it, or the channel is missing"),
    risk=True,
    only_if=(Is(domain.STATE, ("running",)),),
    signs=(
        Check(
            clause=Is(settings.AGENT, ("none", "disconnected")),
            sensitivity=Guess(0.98, "libvirt knows whether the channel is open"),
            false_alarm=Guess(0.001, "an appliance without an agent on purpose"),
        ),
    ),
    because="Without the agent a snapshot or backup is only crash-consistent, the clock is not "
    "set after a restore, and nobody sees from the host how full, how busy or how late "
    "the guest is.",
    confirm="virsh dumpxml {domain} --xpath //channel/target",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="add the channel org.qemu.guest_agent.0 and start qemu-guest-agent inside",
            command='virsh qemu-agent-command {domain} \'{"execute":"guest-ping"}\'',
            do_not="freeze filesystems by hand for a backup without a thaw that is sure to come",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="set hw_qemu_guest_agent=yes on the image, install the agent, build the server "
            "anew",
            command="openstack image set --property hw_qemu_guest_agent=yes IMAGE",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="switch the agent on, install it inside, then stop and start the VM",
            command="qm set VMID --agent enabled=1",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="install qemu-guest-agent inside; the channel is there; then look for "
            "AgentConnected",
            command="kubectl get vmi NAME -o jsonpath='{.status.conditions}'",
        ),
    ),
    references=(
        "https://libvirt.org/formatdomain.html#channel",
        "https://www.qemu.org/docs/master/interop/qemu-ga.html",
    ),
    maturity=Maturity.DRAFT,
)
