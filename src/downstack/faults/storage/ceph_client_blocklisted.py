"""The cluster refuses the client of this machine: it is on the blocklist."""

from downstack.effects.qemu import disk_failing
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import backend, backend_refused

FAULT = Fault(
    id="ceph_client_blocklisted",
    title="Ceph has put a client of this machine on its blocklist",
    layer=Layer.STORAGE,
    of=Kind.BACKEND,
    path=Path.STORAGE,
    rate=Guess(0.01, "another client took the lock of an image over, or a person fenced the host"),
    only_if=(Is(backend.TYPE, ("rbd",)),),
    signs=(
        Check(
            clause=Is(backend_refused.BLOCKLISTED, ("yes",)),
            sensitivity=Guess(0.97, "the map of the OSDs has the entry"),
            false_alarm=Guess(
                0.03, "an earlier client of this machine; its manager or gateway that was replaced"
            ),
        ),
    ),
    leads_to=(
        Leads(
            to=disk_failing.EFFECT,
            via=(Edge.BACKS,),
            strength=Guess(0.95, "OSDs answer with an error (ESHUTDOWN)"),
        ),
    ),
    because="The OSDs answer a client on the blocklist with an error for as long as its entry "
    "lives, an hour by default. QEMU keeps its old identity, so the disk fails until QEMU is "
    "started anew.",
    confirm="ceph osd blocklist ls; rbd status POOL/IMAGE",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DATA_RISK,
            text="find out who fenced it and whether the VM runs elsewhere too; if not, remove "
            "the entry and restart the VM",
            command="ceph osd blocklist ls; ceph osd blocklist rm ADDRESS:0/NONCE; virsh reset "
            "{domain}",
            versions="`ceph osd blacklist` before 16",
            do_not="remove the entry while another host has the image open: two writers destroy it",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DATA_RISK,
            text="the same",
            command="ceph osd blocklist ls",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DATA_RISK,
            text="the same; see whether a NetworkFence names this node",
            command="kubectl get networkfence -A; kubectl -n rook-ceph exec "
            "deploy/rook-ceph-tools -- ceph osd blocklist ls",
        ),
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DATA_RISK,
            text="ask the Ceph side who fenced this host; when its entry is gone, restart the "
            "VM: its QEMU never recovers by itself",
            command="virsh reset {domain}",
            do_not="start it on another host before this one is destroyed",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DATA_RISK,
            text="the same; a hard reboot makes a new client. Check that the Nova key has "
            "`profile rbd`, else librbd cannot take over its own old lock",
            command="openstack server reboot --hard SERVER; ceph auth get client.nova",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DATA_RISK,
            text="the same; stop and start the VM",
            command="qm stop VMID; qm start VMID",
        ),
    ),
    confused_with=("storage_backend_failing",),
    references=(
        "https://docs.ceph.com/en/latest/rados/operations/control/#osd-subsystem",
        "https://docs.ceph.com/en/latest/rbd/rbd-exclusive-locks/",
    ),
    maturity=Maturity.INJECTED,
)
