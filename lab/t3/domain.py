"""The guests of the T3 machine, and their libvirt XML."""

from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from lab.domain import GuestSpec, Place, domain_xml
from lab.images.tiny import Image

FOLDER = Path("/var/lib/lab")  # where the host keeps its guests' things
HOST = "kvm1"
IMAGE = Image(FOLDER / "vmlinuz", FOLDER / "initrd")
BRIDGE = "br0"
DISK_SIZE = 64  # MiB
VCPUS = 1
MEMORY = 128


class MappedDisk:
    """A disk on a device of device-mapper."""

    kind = "block"
    format = "raw"

    def __init__(self, name: str) -> None:
        self.path = f"/dev/mapper/{name}"

    def source(self) -> Element:
        """Return the <source> element."""
        return Element("source", dev=self.path)


def _spec(name: str, number: int) -> GuestSpec:
    return GuestSpec(
        name,
        memory=MEMORY,
        vcpus=VCPUS,
        disks=(MappedDisk(name),),
        address=f"10.77.0.{10 + number}",
    )


SPECS = tuple(_spec(f"db{number}", number) for number in (1, 2, 3))
"""The target, and two neighbours like it."""


def channel_path(name: str) -> str:
    """Return where on the machine the lab's channel into a guest is."""
    return str(FOLDER / f"{name}.channel")


def console_path(name: str) -> str:
    """Return where on the machine a guest's serial console is written to."""
    return str(FOLDER / f"{name}.console")


def kvm_xml(spec: GuestSpec) -> str:
    """Return the XML of the domain, which is a real KVM guest here."""
    place = Place(
        bridge=BRIDGE,
        console=Path(console_path(spec.name)),
        channel=Path(channel_path(spec.name)),
        host=HOST,
    )
    domain = fromstring(domain_xml(spec, IMAGE, place))  # noqa: S314 (ours)
    domain.set("type", "kvm")
    features = domain.find("features")
    translation = domain.find("features/tcg")
    if features is not None and translation is not None:
        features.remove(translation)
    SubElement(domain, "cpu", mode="host-passthrough")
    return tostring(domain, encoding="unicode")
