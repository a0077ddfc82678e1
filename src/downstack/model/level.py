"""How much access an answer had, or a check needs."""

from enum import IntEnum


class Level(IntEnum):
    """Each level includes the ones below it."""

    L0 = 0
    """/proc and /sys as an ordinary user."""
    L1 = 1
    """libvirt, read-only connection; of a cluster the API server, which is only read."""
    L2 = 2
    """root on the host, or on the node."""
    L3 = 3
    """the guest agent (`--guest`): taints the domain, so it is asked for."""
