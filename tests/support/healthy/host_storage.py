"""A disk of the host that is neither full nor broken, with a local filesystem on it."""

from downstack.model import Absent, Reason
from downstack.signals import (
    backend,
    backend_connection,
    block_device,
    device_mapper,
    disk,
    filesystem,
    iscsi,
    loop,
    nfs,
    raid,
    storage_use,
)

_NO_SERVER = Absent(Reason.NOT_APPLICABLE, "a storage server that QEMU reaches by TCP")
_NOTHING = Absent(Reason.NOT_APPLICABLE)

READINGS = {
    backend.TYPE: "file",
    backend_connection.TRANSPORT: "none",
    backend_connection.ESTABLISHED: _NO_SERVER,
    backend_connection.RETRANSMIT_RATIO: _NO_SERVER,
    block_device.SORT: "disk",
    block_device.DEVICE_STATE: "running",
    block_device.BUSY_RATIO: 0.2,
    block_device.MEAN_IN_FLIGHT: 0.2,
    block_device.WAIT: 0.001,
    device_mapper.TARGET: "none",
    device_mapper.PATH_OF: "no",
    device_mapper.POOL_MODE: _NOTHING,
    device_mapper.PATHS_ACTIVE: _NOTHING,
    device_mapper.PATHS_FAILED: _NOTHING,
    disk.CACHE: "none",
    filesystem.ACCESS: "read_write",
    iscsi.SESSION: "none",
    loop.FREE: _NOTHING,
    nfs.MOUNT: "no",
    nfs.REPLIES: _NOTHING,
    nfs.UNANSWERED: _NOTHING,
    nfs.ROUND_TRIP: _NOTHING,
    nfs.TRANSMISSIONS_PER_OPERATION: _NOTHING,
    nfs.NEW_CONNECTIONS: _NOTHING,
    raid.DEGRADED: _NOTHING,
    raid.ACTION: _NOTHING,
    storage_use.SILENT_IMAGES: 0.0,
    storage_use.OTHERS_RATIO: 0.1,
    storage_use.MEDIUM: "device",
    storage_use.FREE_INODES: 1e6,
}
