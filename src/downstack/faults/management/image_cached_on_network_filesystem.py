"""An image on a network filesystem goes through the host's page cache."""

from downstack.fault import Check, Fault, Guess, Is, IsNot, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Path, Platform
from downstack.signals import disk, storage_use

FAULT = Fault(
    id="image_cached_on_network_filesystem",
    title="an image on a network filesystem goes through the host's page cache",
    layer=Layer.MANAGEMENT,
    of=Kind.DISK,
    path=Path.STORAGE,
    rate=Guess(0.04, "the default cache mode is writeback"),
    risk=True,
    only_if=(Is(storage_use.MEDIUM, ("network",)),),
    signs=(
        Check(
            clause=IsNot(disk.CACHE, ("none", "directsync")),
            sensitivity=Guess(0.98, "a fact of the definition"),
            false_alarm=Guess(0.005, "a cluster filesystem whose cache is coherent"),
            level=Level.L1,
        ),
    ),
    because="The host keeps pages of an image that another host can open as well. After a live "
    "migration the old pages of a cache that is not coherent can be read or written back: libvirt "
    "refuses such a migration as unsafe. A slow server also fills the host's memory with pages "
    "that cannot be written.",
    confirm="virsh dumpxml {domain} --xpath //disk/driver; findmnt -t nfs,nfs4,cifs",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="set cache='none' for the disk, then stop and start the VM",
            command="virsh edit {domain}",
            do_not="migrate with --unsafe: it can corrupt the image without a word",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="set disk_cachemodes = network=none,file=none, then hard-reboot the servers",
            command="openstack server reboot --hard SERVER",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="set the disk's cache to none, which is the default",
            command="qm set VMID --scsi0 DISK,cache=none",
        ),
    ),
    references=(
        "https://libvirt.org/manpages/virsh.html#migrate",
        "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
    ),
    maturity=Maturity.DRAFT,
)
