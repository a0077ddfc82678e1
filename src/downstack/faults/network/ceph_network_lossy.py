"""Packets between this machine and its Ceph cluster are lost."""

from downstack.effects.network import backend_segments_lost
from downstack.fault import AtMost, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import backend, storage_link

FAULT = Fault(
    id="ceph_network_lossy",
    title="the network to the Ceph cluster loses packets",
    layer=Layer.NETWORK,
    of=Kind.BACKEND,
    path=Path.STORAGE,
    rate=Guess(0.02, "a bad cable, a full port, a switch of a bond that is ill"),
    only_if=(Is(backend.TYPE, ("rbd",)),),
    signs=(
        Check(
            clause=AtMost(storage_link.WAITING, 0),
            sensitivity=Guess(0.90, "what is lost on the way has left the machine"),
            false_alarm=Guess(0.60, "so it has where nothing is lost"),
        ),
    ),
    leads_to=(
        Leads(
            to=backend_segments_lost.EFFECT,
            strength=Guess(0.97, "what is lost on the way is sent again"),
        ),
    ),
    because="TCP sends what was lost again, 200 ms later and each time twice as late, while the "
    "storage itself is idle and healthy. It looks like slow storage to all who wait.",
    confirm="nstat -az TcpRetransSegs TcpOutSegs; ss -tin state established '( dport = :6800 )'",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="find where packets are lost: errors and drops of the storage interfaces here, "
            "then of the switch ports, then of the storage's own",
            command="ip -s link; ethtool -S STORAGE_NIC | grep -iE 'err|drop|crc'",
            do_not="restart OSDs or storage servers: they are healthy",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="the same; move VMs to a compute node on another switch until it is repaired",
            command="openstack server migrate --live-migration {domain}",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="the same; look at the bond of the storage network",
            command="cat /proc/net/bonding/bond0",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="the same, on the node that runs the VM",
            command="kubectl get vmi -o wide",
        ),
    ),
    confused_with=(
        "ceph_osd_disk_slow",
        "ceph_osd_slow_ops",
        "storage_backend_slow",
        "storage_network_saturated",
    ),
    references=(
        "https://docs.kernel.org/networking/snmp_counter.html",
        "https://docs.ceph.com/en/latest/rados/configuration/network-config-ref/",
    ),
    maturity=Maturity.INJECTED,
)
