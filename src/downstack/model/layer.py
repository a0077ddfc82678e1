"""The ten layers, from the application down to the metal."""

from enum import StrEnum


class Layer(StrEnum):
    """Where the state lives that a person must change to repair a fault (order of the report)."""

    APPLICATION = "application"
    CONTAINER = "container"
    KUBERNETES = "kubernetes"
    GUEST = "guest"
    MANAGEMENT = "management"
    QEMU = "qemu"
    HOST = "host"
    STORAGE = "storage"
    NETWORK = "network"
    HARDWARE = "hardware"
