"""An instance of OpenStack Nova: its driver writes a namespace with a version at the end."""

from downstack.model import Platform
from downstack.platform import Detection

DETECTION = Detection(
    id="openstack",
    platform=Platform.OPENSTACK,
    metadata="http://openstack.org/xmlns/libvirt/nova/",
    title="OpenStack",
)
