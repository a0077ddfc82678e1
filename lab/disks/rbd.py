"""A disk that is an image of a Ceph pool, read by QEMU through librbd."""

import uuid
from xml.etree.ElementTree import Element, SubElement, tostring

from lab.ceph.cluster import Cluster
from lab.ceph.config import MON_PORTS
from lab.host import Host


class RbdDisk:
    """An ext4 filesystem in an RBD image; its client has its own key, which libvirt keeps."""

    kind = "network"
    format = "raw"

    def __init__(self, host: Host, cluster: Cluster, pool: str, name: str) -> None:
        self._host = host
        self._cluster = cluster
        self.pool = pool
        self.client = f"qemu-{name}"
        self.image = name
        cluster.make_image(pool, name)
        self._secret = str(uuid.uuid4())
        self._key = ""
        self.make_key()
        self._define_secret()
        self.hand_key_over()

    def make_key(self) -> None:
        """Let Ceph make a key for the client, if it has none."""
        rights = ("mon", "profile rbd", "osd", f"profile rbd pool={self.pool}")
        self._key = self._cluster.make_client(self.client, rights)

    def _define_secret(self) -> None:
        secret = Element("secret", ephemeral="no", private="yes")
        SubElement(secret, "uuid").text = self._secret
        usage = SubElement(secret, "usage", type="ceph")
        SubElement(usage, "name").text = f"client.{self.client} secret"
        file = self._cluster.folder / f"{self.image}.secret.xml"
        file.write_text(tostring(secret, encoding="unicode"))
        self._host.virsh("secret-define", str(file))

    def hand_key_over(self) -> None:
        """Give libvirt the key that Ceph has."""
        self._host.virsh("secret-set-value", self._secret, self._key)

    def source(self) -> Element:
        """Return the <source> element."""
        source = Element("source", protocol="rbd", name=f"{self.pool}/{self.image}")
        address = self._host.network.outside_address
        SubElement(source, "host", name=address, port=str(MON_PORTS[1]))
        auth = SubElement(source, "auth", username=self.client)
        SubElement(auth, "secret", type="ceph", uuid=self._secret)
        return source
