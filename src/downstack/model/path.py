"""The four resource paths on which a slow VM loses its time."""

from enum import StrEnum


class Path(StrEnum):
    """A chain of hops from the guest down to the device."""

    CPU = "cpu"
    MEMORY = "memory"
    STORAGE = "storage"
    NETWORK = "network"
