"""The interface that leads to the storage is used up."""

from downstack.effects.network import backend_segments_lost
from downstack.effects.qemu import disk_slow
from downstack.effects.storage import ceph_osd_answers_late, ceph_osd_silent
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import link, storage_link

FAULT = Fault(
    id="storage_network_saturated",
    title="the interface to the storage is used up",
    layer=Layer.NETWORK,
    of=Kind.LINK,
    path=Path.STORAGE,
    rate=Guess(
        0.015, "one cable for VMs, storage, backup and migration; a limit that somebody set"
    ),
    signs=(
        Check(
            clause=Above(storage_link.USED, 0.85),
            sensitivity=Guess(0.9, "the bytes are counted where the limit is"),
            false_alarm=Guess(0.01, "a burst in an otherwise idle second"),
        ),
        Check(
            clause=Above(link.QDISC_BACKLOG, 0),
            sensitivity=Guess(0.9, "packets wait when it is used up"),
            false_alarm=Guess(0.05, "a packet that is just about to be sent"),
        ),
    ),
    leads_to=(
        Leads(
            to=disk_slow.EFFECT,
            via=(Edge.REACHES, Edge.BACKS),
            strength=Guess(0.93, "requests wait in the queue of the interface"),
        ),
        Leads(
            to=backend_segments_lost.EFFECT,
            via=(Edge.REACHES,),
            strength=Guess(0.6, "a full queue drops"),
        ),
        Leads(
            to=ceph_osd_answers_late.EFFECT,
            via=(Edge.REACHES, Edge.HOLDS.inverse, Edge.REPLICATES.inverse),
            strength=Guess(
                0.4, "what we ask waits in the same queue, unless that is fair to small flows"
            ),
        ),
        Leads(
            to=ceph_osd_silent.EFFECT,
            via=(Edge.REACHES, Edge.HOLDS.inverse, Edge.REPLICATES.inverse),
            strength=Guess(0.15, "a full queue drops what we ask, more than once"),
        ),
    ),
    because="The interface sends or receives as much as it can, so packets to the storage wait "
    "in its queue, and are dropped where that is full. The storage itself is idle and healthy.",
    confirm="ip -s link show {entity}; tc -s qdisc show dev {entity}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="find who fills {entity} (backup, migration, a VM, replication), and limit or "
            "move that; remove a limit that nobody needs",
            command="tc -s qdisc show dev {entity}; ss -tinp | grep -B1 delivery_rate; virsh "
            "domiflist VM",
            do_not="restart OSDs or storage servers: they are healthy",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="the same; move VMs to a compute node with room, and give storage its own network",
            command="openstack server migrate --live-migration {domain}",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="the same; limit backup and migration",
            command="grep bwlimit /etc/pve/datacenter.cfg /etc/vzdump.conf",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="the same on the node; limit live migration",
            command="kubectl get kubevirt -A -o yaml | grep bandwidthPerMigration",
        ),
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="give the storage a network of its own; look whether the other OSD hosts have "
            "the same load",
            command="ceph osd perf; ip -s link show {entity}",
        ),
    ),
    confused_with=(
        "ceph_network_lossy",
        "storage_backend_slow",
        "ceph_osd_slow_ops",
        "ceph_osd_disk_slow",
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/configuration/network-config-ref/",
        "https://man7.org/linux/man-pages/man8/tc-tbf.8.html",
    ),
    maturity=Maturity.INJECTED,
)
