"""The storage path: guest, QEMU, and what the disk is stored on."""

from downstack.model import Edge, Layer, Path
from downstack.paths.hop import Hop, ResourcePath
from downstack.signals import backend_waits, disk, domain_waits, guest

STORAGE = ResourcePath(
    path=Path.STORAGE,
    felt=(domain_waits.MAX_DISK_WAIT, guest.DISK_WAIT),
    each=(Edge.DISK_OF.inverse,),
    hops=(
        Hop(
            name="guest",
            layer=Layer.GUEST,
            wait=guest.DISK_WAIT,
            events=None,
            limit=0.030,
            via=(Edge.DISK_OF, Edge.INSIDE),
            together=True,
        ),
        Hop(name="QEMU", layer=Layer.QEMU, wait=disk.WAIT, events=disk.REQUESTS, limit=0.030),
        Hop(
            name="storage",
            layer=Layer.STORAGE,
            wait=backend_waits.WAIT,
            events=backend_waits.REQUESTS,
            limit=0.030,
            via=(Edge.BACKS.inverse,),
        ),
    ),
)
