"""A VM of KubeVirt: virt-launcher writes its namespace."""

from downstack.model import Platform
from downstack.platform import Detection

DETECTION = Detection(
    id="kubevirt",
    platform=Platform.KUBEVIRT,
    metadata="http://kubevirt.io",
    title="KubeVirt",
)
