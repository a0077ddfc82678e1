"""The guest agent froze the filesystems inside, and nobody thawed them."""

from downstack.effects.guest import guest_filesystem_unwritable
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Path, Platform
from downstack.signals import guest_state

FAULT = Fault(
    id="guest_frozen",
    title="the filesystems inside are frozen",
    layer=Layer.GUEST,
    of=Kind.GUEST,
    path=Path.STORAGE,
    rate=Guess(0.02, "a backup that died between freeze and thaw"),
    signs=(
        Check(
            clause=Is(guest_state.FREEZE, ("frozen",)),
            sensitivity=Guess(0.98, "the agent that froze them knows"),
            false_alarm=Guess(0.005, "a backup that freezes for a few seconds"),
            level=Level.L3,
        ),
    ),
    leads_to=(
        Leads(
            to=guest_filesystem_unwritable.EFFECT,
            strength=Guess(0.98, "a frozen filesystem lets every writer wait"),
        ),
    ),
    because="A freeze (FIFREEZE) holds every write until the thaw. It is meant for the second in "
    "which a snapshot is taken; left alone, everything that writes inside hangs, and nothing "
    "below the guest is slow.",
    confirm='virsh qemu-agent-command {domain} \'{"execute":"guest-fsfreeze-status"}\'',
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="thaw the filesystems, then look at the backup job that left them frozen",
            command="virsh domfsthaw {domain}",
            do_not="thaw while a snapshot is still being taken: it would not be consistent; do "
            "not log in to repair it from inside: the login writes, and hangs too",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="thaw on the compute node (Nova freezes for snapshots of images with "
            "os_require_quiesce)",
            command="virsh domfsthaw {domain}",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="thaw; switch the freeze of backups off where it does harm",
            command="qm guest cmd VMID fsfreeze-thaw",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="unfreeze (a freeze by virt-freezer ends by itself after its timeout)",
            command="virtctl unfreeze VM || kubectl exec POD -c compute -- "
            "virsh domfsthaw {domain}",
        ),
    ),
    confused_with=("guest_filesystem_full",),
    references=(
        "https://www.qemu.org/docs/master/interop/qemu-ga-ref.html",
        "https://libvirt.org/manpages/virsh.html#domfsthaw",
    ),
    maturity=Maturity.INJECTED,
)
