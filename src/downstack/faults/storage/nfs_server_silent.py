"""The NFS server with the images does not answer."""

from downstack.effects.qemu import disk_stalled
from downstack.fault import Above, AtMost, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import nfs

FAULT = Fault(
    id="nfs_server_silent",
    title="the NFS server with the image does not answer",
    layer=Layer.STORAGE,
    of=Kind.FILESYSTEM,
    path=Path.STORAGE,
    rate=Guess(0.03, "a server that is gone, and hard mounts that wait for it for ever"),
    only_if=(
        Is(nfs.MOUNT, ("yes",)),
        AtMost(nfs.REPLIES, 0),
    ),
    signs=(
        Check(
            clause=Above(nfs.UNANSWERED, 0),
            sensitivity=Guess(0.97, "what was sent and not answered is counted"),
            false_alarm=Guess(0.05, "a request that was sent twice, some time ago"),
            level=Level.L0,
        ),
    ),
    leads_to=(
        Leads(
            to=disk_stalled.EFFECT,
            via=(Edge.STORES, Edge.BACKS),
            strength=Guess(0.97, "a hard mount waits for its server for ever"),
        ),
    ),
    because="The kernel's NFS client has sent requests and got no answer to any within the window. "
    "On a hard mount they wait for the server for ever, and with them QEMU and its guest; every "
    "program that touches the mount hangs too.",
    confirm="nfsstat -c; dmesg | grep 'not responding'; ss -tnio dport = :2049",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="bring the server or the network to it back: all requests then go on by "
            "themselves; move its address if it is clustered",
            command="ss -tnio dport = :2049; rpcinfo -T tcp SERVER nfs",
            do_not="look at the mount with ls, df or stat: each hangs as well; do not unmount it "
            "with -f while VMs run: their requests in flight fail; do not kill the VMs",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="bring the NFS backend of the instances or of Cinder back",
            command="openstack volume service list; openstack compute service list",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="bring the NFS server back; meanwhile disable the storage, so that pvestatd does "
            "not hang on it",
            command="pvesm set STORAGE --disable 1",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="bring the NFS server of the persistent volumes back",
            command="kubectl get pv -o wide",
        ),
    ),
    confused_with=("storage_backend_silent", "nfs_server_slow"),
    references=(
        "https://man7.org/linux/man-pages/man5/nfs.5.html",
        "https://docs.kernel.org/filesystems/nfs/index.html",
    ),
    maturity=Maturity.INJECTED,
)
