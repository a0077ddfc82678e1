"""A filesystem inside the guest has no space left."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.guest import Guest
from lab.injection import Injection, Witness, witness
from lab.stage import Stage, with_disk_load

FULL = 4  # MiB: with less left, what is reserved for root is touched
FILL = "dd if=/dev/zero of=/data/filler bs=64k 2>/dev/null; sync"
CUT = "truncate -s $(( $(stat -c %s /data/filler) - {} )) /data/filler && sync"
USER = "su -s /bin/sh nobody -c 'dd if=/dev/zero of=/data/user/try bs=64k count=1' 2>/dev/null"


def _refused(guest: Guest) -> float:
    """Return 1 if a program that is not root cannot write 64 KiB."""
    status = guest.sh(f"{USER}; s=$?; rm -f /data/user/try; exit $s").status
    return 1 if status else 0


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    guest = stage.target
    guest.must("grep -q nobody /etc/passwd || echo nobody:x:99:99::/:/bin/sh >> /etc/passwd")
    guest.must("mkdir -p /data/user && chmod 777 /data/user")
    before = _refused(guest)
    guest.must(f"{FILL}; {CUT.format(int(level * 2**20))}", seconds=60)
    try:
        yield witness(
            lambda: _refused(guest),
            lambda refused: refused == (level < FULL),
            means="writes of an ordinary user that fail inside",
            unit="of 1",
            before=before,
        )
    finally:
        guest.must("rm -f /data/filler")


INJECTION = Injection(
    fault="guest_filesystem_full",
    tier="T1",
    path="storage",
    levels=(1, 0.2, 0),
    sub_threshold=12,
    unit="MiB left free",
    prepare=with_disk_load,
    apply=_apply,
    declared="disk",
)
