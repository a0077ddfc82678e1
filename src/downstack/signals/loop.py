"""Signals of a block device whose data lies in a file, or at a server (loop, nbd)."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

_bytes = partial(
    Signal,
    of=Kind.BLOCK_DEVICE,
    semantics=Semantics.INSTANT,
    unit=Unit.BYTES,
    origin="statvfs(3) of the file",
)

FILE = Signal(
    name="loop_file",
    of=Kind.BLOCK_DEVICE,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="The file in which a loop device keeps its data.",
    origin="/sys/block/loopN/loop/backing_file",
)
FREE = _bytes(name="loop_file_free_bytes", help="Room left on the filesystem of that file.")
FILE_STATE = Signal(
    name="loop_file_state",
    of=Kind.BLOCK_DEVICE,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether the file is there, or was deleted under the device, or does not even answer.",
    origin="/sys/block/loopN/loop/backing_file, statvfs(3)",
    states=("present", "missing", "silent"),
)
NBD_CLIENT = Signal(
    name="nbd_device_state",
    of=Kind.BLOCK_DEVICE,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether a kernel NBD device has its client, which holds the connection.",
    origin="/sys/block/nbdN/pid, https://docs.kernel.org/admin-guide/blockdev/nbd.html",
    states=("connected", "unconnected"),
)
