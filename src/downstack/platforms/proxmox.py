"""A VM of Proxmox VE, which runs QEMU without libvirt (the mark is ours)."""

from downstack.model import Platform
from downstack.platform import Detection

DETECTION = Detection(
    id="proxmox",
    platform=Platform.PROXMOX,
    metadata="qemu-server",
    title="Proxmox VE",
)
