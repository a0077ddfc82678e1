"""A domain that libvirt started and nothing above it claims."""

from downstack.model import Platform
from downstack.platform import Detection

DETECTION = Detection(
    id="libvirt",
    platform=Platform.LIBVIRT,
    metadata="",
    title="libvirt",
)
