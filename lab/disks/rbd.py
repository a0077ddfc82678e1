"""A disk that is an image of a Ceph pool, read by QEMU through librbd."""

import uuid
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from lab.ceph.cluster import Cluster
from lab.ceph.config import MON_PORTS
from lab.host import Host


def rights(pool: str) -> tuple[str, ...]:
    """Return what a client may that has its images in this pool."""
    return ("mon", "profile rbd", "osd", f"profile rbd pool={pool}")


class RbdDisk:
    """An RBD image, with an empty ext4 filesystem or with the content of a file.

    Its client has its own key, which libvirt keeps.
    """

    kind = "network"
    format = "raw"

    def __init__(
        self, host: Host, cluster: Cluster, pool: str, name: str, content: Path | None = None
    ) -> None:
        self._host = host
        self._cluster = cluster
        self.pool = pool
        self.client = f"qemu-{name}"
        self.image = name
        if content is None:
            cluster.make_image(pool, name)
        else:
            cluster.import_image(pool, name, content)
        key = cluster.make_client(self.client, rights(pool))
        self._secret = str(uuid.uuid4())
        self._keep(key)

    def _keep(self, key: str) -> None:
        secret = Element("secret", ephemeral="no", private="yes")
        SubElement(secret, "uuid").text = self._secret
        usage = SubElement(secret, "usage", type="ceph")
        SubElement(usage, "name").text = f"client.{self.client} secret"
        file = self._cluster.folder / f"{self.image}.secret.xml"
        file.write_text(tostring(secret, encoding="unicode"))
        self._host.virsh("secret-define", str(file))
        self._host.virsh("secret-set-value", self._secret, key)

    def source(self) -> Element:
        """Return the <source> element."""
        source = Element("source", protocol="rbd", name=f"{self.pool}/{self.image}")
        address = self._host.network.outside_address
        SubElement(source, "host", name=address, port=str(MON_PORTS[1]))
        auth = SubElement(source, "auth", username=self.client)
        SubElement(auth, "secret", type="ceph", uuid=self._secret)
        return source
