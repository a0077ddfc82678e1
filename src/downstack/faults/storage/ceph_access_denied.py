"""The VM does not start: Ceph refuses the key or the rights of its client."""

from downstack.effects.qemu import domain_stopped
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Platform
from downstack.signals import operation

FAULT = Fault(
    id="ceph_access_denied",
    title="Ceph refused the key or the rights of the VM's client",
    layer=Layer.STORAGE,
    of=Kind.OPERATION,
    path=None,
    rate=Guess(0.012, "rights that name another pool, keys of a client that was removed"),
    only_if=(Is(operation.OUTCOME, ("failed",)),),
    signs=(
        Check(
            clause=Is(operation.FAILURE, ("storage_denied",)),
            sensitivity=Guess(0.97, "QEMU says what the monitors or OSDs answered"),
            false_alarm=Guess(0.002, "nothing else answers with these words"),
        ),
    ),
    leads_to=(
        Leads(
            to=domain_stopped.EFFECT,
            via=(Edge.ASKED_OF.inverse,),
            strength=Guess(0.98, "a QEMU that cannot open its disks ends at once"),
        ),
    ),
    because="QEMU reaches the monitors, and they or the OSDs refuse it: the secret in libvirt "
    "is not the key that Ceph has for this client, or its rights do not cover the pool.",
    confirm="tail -n 5 /var/log/libvirt/qemu/{domain}.log; ceph auth get client.NAME",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="compare the key of the client in Ceph with libvirt's secret; give libvirt the "
            "right one",
            command="virsh dumpxml {domain} | grep -A3 '<auth'; virsh secret-list; virsh "
            "secret-set-value UUID --file KEYFILE",
            do_not="use client.admin, or switch cephx off, to get past it",
        ),
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="give the client the rights that RBD needs for its pool",
            command="ceph auth get client.NAME; ceph auth caps client.NAME mon 'profile rbd' "
            "osd 'profile rbd pool=POOL'",
            do_not="use client.admin for VMs",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same",
            command="ceph auth get client.NAME",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="the same; a CephClient makes the key and its secret",
            command="kubectl -n rook-ceph get cephclient",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="the same; see that rbd_secret_uuid of Nova and Cinder is libvirt's on this "
            "compute node",
            command="grep -E 'rbd_(user|secret_uuid)' /etc/nova/nova.conf; virsh secret-list",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="put the key of the client into the storage's keyring",
            command="ls -l /etc/pve/priv/ceph/STORAGE.keyring; pvesm status",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="see that the secret which the StorageClass names has the client's key",
            command="kubectl get storageclass -o yaml | grep secret-name",
        ),
    ),
    confused_with=("start_refused",),
    references=(
        "https://docs.ceph.com/en/latest/rados/operations/user-management/",
        "https://docs.ceph.com/en/latest/rbd/libvirt/",
    ),
    maturity=Maturity.INJECTED,
)
