"""A QEMU that somebody started by hand or from a script (the mark is ours)."""

from downstack.model import Platform
from downstack.platform import Detection

DETECTION = Detection(
    id="plain_qemu",
    platform=Platform.QEMU,
    metadata="plain-qemu",
    title="QEMU without a manager",
)
