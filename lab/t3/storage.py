"""Storage of other kinds for the target of T3: a thin pool, SCSI, iSCSI and NFS disks."""

import shlex

from lab.t3.domain import DISK_SIZE, MappedDisk
from lab.t3.guest import T3Guest
from lab.t3.host import T3Host
from lab.t3.stage import OUTSIDE

POOL = "lab-pool-tpool"
POOL_MEBIBYTES = 48
BLOCK = 64  # KiB
TARGET_NAME = "iqn.2026-01.lab.downstack:disk"
SHARE = "/mnt/lab-nfs"
IMAGE = f"{SHARE}/disk.img"
CUT = "lab_cut"


def move_disk(host: T3Host, guest: T3Guest, device: str) -> None:
    """Copy a guest's disk to another device and let it lie there from now on."""
    (disk,) = guest.spec.disks
    if not isinstance(disk, MappedDisk):
        raise TypeError(f"{guest.name} has no mapped disk")
    host.run(f"""
        set -e
        set -- $(dmsetup table {disk.path})
        sectors=$2 old=/dev/block/$4 first=$5
        dmsetup suspend {disk.path}
        dd if=$old of={device} bs=64k iflag=skip_bytes skip=$((first * 512)) \
          count=$((sectors / 128)) conv=sparse,notrunc,fsync status=none
        dmsetup load {disk.path} --table "0 $sectors linear {device} 0"
        dmsetup resume {disk.path}
    """)


def make_thin_volume(host: T3Host) -> str:
    """Make a thin pool with room for a part of a disk, and return a volume in it."""
    sectors = DISK_SIZE * 2048
    host.run(f"""
        set -e
        modprobe dm_thin_pool
        mkdir -p /srv/pool && cd /srv/pool
        truncate -s 4M meta; truncate -s {POOL_MEBIBYTES}M data
        meta=$(losetup -f --show meta) data=$(losetup -f --show data)
        dmsetup create {POOL} -u LVM-{POOL} \
          --table "0 {POOL_MEBIBYTES * 2048} thin-pool $meta $data {BLOCK * 2} 0"
        for id in 0 1; do
          dmsetup message /dev/mapper/{POOL} 0 "create_thin $id"
          dmsetup create lab-thin$id -u LVM-lab-thin$id \
            --table "0 {sectors} thin /dev/mapper/{POOL} $id"
        done
    """)
    return "/dev/mapper/lab-thin0"


def fill_pool(host: T3Host, left: int) -> None:
    """Let another volume take the pool's blocks, all but so many."""
    host.run(f"""
        set -e
        set -- $(dmsetup status --noflush {POOL})
        used=${{6%/*}} whole=${{6#*/}}
        dd if=/dev/urandom of=/dev/mapper/lab-thin1 bs={BLOCK}k count=$((whole - used - {left})) \
          oflag=direct status=none
    """)


def make_scsi_disk(host: T3Host) -> str:
    """Return a disk that the kernel emulates, with the states of a real one."""
    host.run(f"modprobe scsi_debug dev_size_mb={DISK_SIZE + 8}; udevadm settle")
    return "/dev/" + _newest_scsi_disk(host)


def _newest_scsi_disk(host: T3Host) -> str:
    return host.run("ls -t /sys/class/scsi_disk/*/device/block | grep -E '^sd' | tail -1").strip()


def make_iscsi_disk(host: T3Host) -> str:
    """Serve a LUN from the network outside, log in, and return its disk."""
    admin = "tgtadm --lld iscsi --mode"
    serve = f"""
        mkdir -p /run/tgt; truncate -s {DISK_SIZE}M /srv/lun
        tgtd -f & until {admin} target --op show >/dev/null 2>&1; do sleep 0.2; done
        {admin} target --op new --tid 1 -T {TARGET_NAME}
        {admin} logicalunit --op new --tid 1 --lun 1 -b /srv/lun
        {admin} target --op bind --tid 1 -I ALL
        wait
    """
    host.start("lab-target", f"exec ip netns exec outside sh -c {shlex.quote(serve)}")
    host.start("lab-initiator", "exec iscsid -f")
    host.run(
        f"""
        set -e
        node="iscsiadm -m node -T {TARGET_NAME}"
        for i in 1 2 3 4 5 6 7 8; do
          iscsiadm -m discovery -t st -p {OUTSIDE} >/dev/null 2>&1 && break; sleep 1
        done
        for limit in noop_out_interval noop_out_timeout; do
          $node -o update -n node.conn[0].timeo.$limit -v 2
        done
        $node -l >/dev/null
        udevadm settle
        """,
        seconds=90,
    )
    return "/dev/" + _newest_scsi_disk(host)


def move_to_nfs(host: T3Host, guest: T3Guest) -> None:
    """Serve a share from the network outside, copy the guest's disk there, boot the guest on it."""
    serve = """
        mount -t nfsd nfsd /proc/fs/nfsd; mkdir -p /var/lib/nfs/v4recovery
        exportfs -o rw,no_root_squash,insecure,fsid=0,no_subtree_check '*:/srv/share'
        rpc.mountd --no-udp -N 3; rpc.nfsd -G 10 -L 10 -N 3 -U -V 4 2
    """
    edit = (
        "s|<disk type='block'|<disk type='file'|",
        f"s|<source dev='[^']*'|<source file='{IMAGE}'|",
    )
    host.run(
        f"""
        set -e
        modprobe -a nfs nfsd loop
        mkdir -p /srv/share {SHARE}
        truncate -s 128M /srv/share.ext4; mke2fs -q -F -t ext4 /srv/share.ext4
        mount -o loop /srv/share.ext4 /srv/share
        ip netns exec outside sh -c {shlex.quote(serve)}
        mount -t nfs4 -o vers=4.2,hard,timeo=50 {OUTSIDE}:/ {SHARE}
        virsh -q destroy {guest.name}
        dd if=/dev/mapper/{guest.name} of={IMAGE} bs=1M conv=sparse status=none
        virsh dumpxml --inactive {guest.name} | sed "{"; ".join(edit)}" > /run/on-nfs.xml
        virsh -q define /run/on-nfs.xml; virsh -q start {guest.name}
        """,
        seconds=180,
    )
    guest.restart()


def cut_off(host: T3Host, port: int) -> None:
    """Let the server outside get no packet for this port any more: nobody is told."""
    chain = "{ type filter hook input priority 0; }"
    rules = f"add table inet {CUT}; add chain inet {CUT} coming {chain}; "
    host.run_outside(["nft", f"{rules}add rule inet {CUT} coming tcp dport {port} drop"])


def reconnect(host: T3Host) -> None:
    """Let the packets through again."""
    host.run_outside(["nft", "delete", "table", "inet", CUT])
