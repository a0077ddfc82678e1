"""The device-mapper device under a guest's disk: its table can change while the guest runs."""

from lab.t3.domain import MappedDisk
from lab.t3.guest import T3Guest
from lab.t3.host import T3Host


def _disk(guest: T3Guest) -> str:
    (disk,) = guest.spec.disks
    if not isinstance(disk, MappedDisk):
        raise TypeError(f"{guest.name} has no mapped disk")
    return disk.path


def replace_table(host: T3Host, guest: T3Guest, target: str, after: str = "") -> None:
    """Send each request from now on through this target of device-mapper."""
    disk = _disk(guest)
    # A fault must not stop its own removal, so nothing is flushed through the old table.
    host.run(f"""
        set -e
        old=$(dmsetup table {disk})
        set -- $old
        device=$4 first=$5
        case $3 in delay|flakey|linear) ;; *) echo "strange table: $old" >&2; exit 1 ;; esac
        dmsetup load {disk} --table "0 $2 {target} $device $first {after}"
        dmsetup suspend --noflush --nolockfs {disk}
        dmsetup resume {disk}
    """)


def heal(host: T3Host, guest: T3Guest) -> None:
    """Let the requests go straight to the device again."""
    replace_table(host, guest, "linear")
