"""Signals of what a disk's top image is stored on."""

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

PATH = Signal(
    name="backend_path",
    of=Kind.BACKEND,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="Path of the image file or of the block device on the host.",
    origin="<disk><source>, https://libvirt.org/formatdomain.html",
)
TYPE = Signal(
    name="backend_type",
    of=Kind.BACKEND,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="File, block device, or a protocol over the network.",
    origin="<disk type=>, https://libvirt.org/formatdomain.html",
    states=(
        "file",
        "block",
        "nbd",
        "rbd",
        "iscsi",
        "gluster",
        "http",
        "https",
        "nfs",
        "ssh",
        "volume",
        "other",
    ),
)
