"""The XML says what the spec says."""

import base64
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from lab.domain import GuestSpec, Place, domain_xml
from lab.images.tiny import Image

IMAGE = Image(Path("/images/vmlinuz"), Path("/images/initrd.gz"))


class SomeDisk:
    """A disk without a file behind it."""

    kind = "network"
    format = "raw"

    def source(self) -> Element:
        """Return the <source> element."""
        return Element("source", protocol="nbd")


def domain(spec: GuestSpec, host: str = "blue") -> Element:
    """Return the parsed domain XML."""
    place = Place(bridge="br-x", console=Path("/c"), channel=Path("/s"), host=host)
    return fromstring(domain_xml(spec, IMAGE, place))  # noqa: S314 (our own text)


def attribute(element: Element, path: str, name: str) -> str | None:
    """Return an attribute of a descendant that has to exist."""
    found = element.find(path)
    assert found is not None, path
    return found.get(name)


def test_a_name_on_a_host_always_has_the_same_identity() -> None:
    """The UUID depends on name and host alone, so that runs can be compared."""
    one = domain(GuestSpec("db1")).findtext("uuid")
    assert one == domain(GuestSpec("db1", memory=256)).findtext("uuid")
    assert one != domain(GuestSpec("db1"), host="green").findtext("uuid")


def test_the_disk_carries_its_bus_policy_and_iothread() -> None:
    """What the spec says about disks is in <driver> and <target>."""
    spec = GuestSpec("db1", disks=(SomeDisk(),), error_policy="stop", iothreads=2)
    tree = domain(spec)
    driver = tree.find("devices/disk/driver")
    assert driver is not None
    assert driver.attrib == {
        "name": "qemu",
        "type": "raw",
        "cache": "none",
        "error_policy": "stop",
        "iothread": "1",
    }
    assert attribute(tree, "devices/disk/target", "dev") == "vda"
    assert attribute(tree, "devices/disk/source", "protocol") == "nbd"


def test_pin_and_quota_reach_every_vcpu() -> None:
    """Each vCPU is pinned, and the quota is that of each."""
    tree = domain(GuestSpec("db1", vcpus=2, pin="1", quota=25000))
    pins = [(pin.get("vcpu"), pin.get("cpuset")) for pin in tree.iter("vcpupin")]
    assert pins == [("0", "1"), ("1", "1")]
    assert tree.findtext("cputune/quota") == "25000"


def test_an_untuned_guest_has_no_cputune() -> None:
    """Absence in the spec is absence in the XML."""
    assert domain(GuestSpec("db1")).find("cputune") is None


def test_the_lab_has_a_channel_of_its_own() -> None:
    """The agent's channel exists even if no agent runs, and the lab's is another one."""
    tree = domain(GuestSpec("db1", agent=False))
    names = [target.get("name") for target in tree.iterfind("devices/channel/target")]
    assert names == ["org.qemu.guest_agent.0", "org.downstack.lab.0"]
    assert "lab.agent=off" in (tree.findtext("os/cmdline") or "")


def test_the_boot_command_survives_the_kernel_command_line() -> None:
    """Blanks and quotes pass because the command is encoded."""
    words = (
        domain(GuestSpec("db1", boot_command="echo 'a  b'")).findtext("os/cmdline") or ""
    ).split()
    (encoded,) = (word.removeprefix("lab.run=") for word in words if word.startswith("lab.run="))
    assert base64.b64decode(encoded) == b"echo 'a  b'"


@pytest.mark.parametrize("spec", [{"memory": 80}, {"name": "a-name-too-long"}])
def test_a_guest_that_could_not_run_is_refused(spec: dict[str, object]) -> None:
    """Too little memory panics the guest, and a long name would make two taps alike."""
    with pytest.raises(ValueError, match="needs"):
        GuestSpec(**{"name": "db1", **spec})  # type: ignore[arg-type]
