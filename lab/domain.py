"""What a guest shall be, and the libvirt XML which says so."""

import base64
import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol
from xml.etree.ElementTree import Element, SubElement, tostring

from lab.images.tiny import Image
from lab.network import PREFIX, SUBNET

MEMORY_FLOOR = 96  # MiB: with less the kernel cannot unpack the initramfs
TRANSLATION_CACHE = 32  # MiB: TCG's own default costs 100 MiB more per guest
LONGEST_NAME = 11  # Linux allows 15 letters in the name of an interface, "tap-" takes 4
AGENT_PORT = "org.qemu.guest_agent.0"
LAB_PORT = "org.downstack.lab.0"

DiskBus = Literal["virtio", "scsi", "sata"]  # the guest's cloud kernel drives the first two only
NicModel = Literal["virtio", "e1000"]  # and the first
OnCrash = Literal["destroy", "restart", "preserve"]
ErrorPolicy = Literal["", "stop", "report", "ignore", "enospace"]


class Disk(Protocol):
    """Something a guest can store on."""

    def source(self) -> Element:
        """Return the <source> element."""
        ...

    @property
    def kind(self) -> str:
        """The type attribute of <disk>."""
        ...

    @property
    def format(self) -> str:
        """The image format."""
        ...


@dataclass(frozen=True, slots=True)
class GuestSpec:
    """One guest."""

    name: str
    memory: int = 128
    """MiB."""
    vcpus: int = 1
    disks: tuple[Disk, ...] = ()
    disk_bus: DiskBus = "virtio"
    disk_cache: Literal["none", "writeback", "writethrough", "unsafe"] = "none"
    error_policy: ErrorPolicy = ""
    iothreads: int = 0
    nic: NicModel | None = "virtio"
    address: str | None = None
    """On the host's bridge; without one it is derived from the name."""
    agent: bool = True
    """Whether qemu-ga runs in the guest."""
    agent_channel: bool = True
    balloon: bool = True
    panic_device: bool = True
    on_crash: OnCrash = "preserve"
    reboot_on_panic: bool = False
    pin: str | None = None
    """The CPUs of all vCPU threads, as in <vcpupin cpuset=...>."""
    quota: int | None = None
    """Microseconds per 100 ms period and vCPU."""
    hugepages: bool = False
    boot_command: str = ""
    translation_cache: int = TRANSLATION_CACHE
    """MiB for what TCG has translated; a guest that runs big programs wants more."""

    def __post_init__(self) -> None:
        """Refuse a guest that cannot boot."""
        if self.memory < MEMORY_FLOOR:
            raise ValueError(f"{self.name}: {self.memory} MiB, a guest needs {MEMORY_FLOOR}")
        if len(self.name) > LONGEST_NAME:
            raise ValueError(f"{self.name}: its tap needs a name of up to {LONGEST_NAME} letters")

    @property
    def _digest(self) -> bytes:
        return hashlib.sha256(self.name.encode()).digest()

    @property
    def mac(self) -> str:
        """The MAC: always the same for this name."""
        return "52:54:00:" + ":".join(f"{byte:02x}" for byte in self._digest[:3])

    @property
    def ip(self) -> str:
        """The address on the host's bridge."""
        return self.address or f"{SUBNET}.{10 + self._digest[3] % 200}"

    @property
    def tap(self) -> str:
        """The name of its tap on the host."""
        return f"tap-{self.name}"

    def command_line(self) -> str:
        """Return the kernel's command line."""
        words = ["console=ttyS0", "quiet", f"lab.name={self.name}"]
        if self.reboot_on_panic:
            words.append("panic=-1")
        if self.nic:
            words.append(f"lab.address={self.ip}/{PREFIX}")
        if not self.agent or not self.agent_channel:
            words.append("lab.agent=off")
        if self.boot_command:
            words.append(f"lab.run={base64.b64encode(self.boot_command.encode()).decode()}")
        return " ".join(words)


def _leaf(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    child = SubElement(parent, tag, attributes)
    child.text = text
    return child


def _add_processor(domain: Element, spec: GuestSpec) -> None:
    _leaf(domain, "vcpu", str(spec.vcpus))
    if spec.iothreads:
        _leaf(domain, "iothreads", str(spec.iothreads))
    if spec.pin is None and spec.quota is None:
        return
    tune = SubElement(domain, "cputune")
    if spec.pin is not None:
        for number in range(spec.vcpus):
            _leaf(tune, "vcpupin", vcpu=str(number), cpuset=spec.pin)
    if spec.quota is not None:
        _leaf(tune, "period", "100000")
        _leaf(tune, "quota", str(spec.quota))


def _add_disk(devices: Element, spec: GuestSpec, number: int, disk: Disk) -> None:
    element = _leaf(devices, "disk", type=disk.kind, device="disk")
    driver = _leaf(element, "driver", name="qemu", type=disk.format, cache=spec.disk_cache)
    if disk.kind == "file":
        driver.set("io", "threads")
        driver.set("discard", "unmap")
    if spec.error_policy:
        driver.set("error_policy", spec.error_policy)
    if spec.iothreads:
        driver.set("iothread", str(1 + number % spec.iothreads))
    element.append(disk.source())
    prefix = {"virtio": "vd", "scsi": "sd", "sata": "sd"}[spec.disk_bus]
    _leaf(element, "target", dev=f"{prefix}{chr(ord('a') + number)}", bus=spec.disk_bus)


def _add_nic(devices: Element, spec: GuestSpec, bridge: str) -> None:
    if spec.nic is None:
        return
    element = _leaf(devices, "interface", type="bridge")
    _leaf(element, "mac", address=spec.mac)
    _leaf(element, "source", bridge=bridge)
    _leaf(element, "target", dev=spec.tap)
    _leaf(element, "model", type=spec.nic)


def _add_channel(devices: Element, name: str, socket: Path | None = None) -> None:
    channel = _leaf(devices, "channel", type="unix")
    if socket is not None:
        _leaf(channel, "source", mode="bind", path=str(socket))
    _leaf(channel, "target", type="virtio", name=name)


def _add_devices(domain: Element, spec: GuestSpec, place: "Place") -> None:
    devices = SubElement(domain, "devices")
    _leaf(devices, "emulator", "/usr/bin/qemu-system-x86_64")
    if spec.disk_bus == "scsi":
        _leaf(devices, "controller", type="scsi", model="virtio-scsi")
    for number, disk in enumerate(spec.disks):
        _add_disk(devices, spec, number, disk)
    _add_nic(devices, spec, place.bridge)
    serial = _leaf(devices, "serial", type="file")
    _leaf(serial, "source", path=str(place.console))
    _leaf(serial, "target", port="0")
    if spec.agent_channel:
        _add_channel(devices, AGENT_PORT)
    _add_channel(devices, LAB_PORT, place.channel)
    balloon = _leaf(devices, "memballoon", model="virtio" if spec.balloon else "none")
    if spec.balloon:
        _leaf(balloon, "stats", period="1")
    rng = _leaf(devices, "rng", model="virtio")
    _leaf(rng, "backend", "/dev/urandom", model="random")
    if spec.panic_device:
        _leaf(devices, "panic", model="isa")


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the host a guest lives."""

    bridge: str
    console: Path
    channel: Path
    host: str = ""
    """Its name: guests of one name on two hosts are two."""


def identity(name: str, host: str) -> str:
    """Return the UUID of a guest: the same name on another host is another domain."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.{host}.lab.downstack"))


def domain_xml(spec: GuestSpec, image: Image, place: Place) -> str:
    """Return the domain XML."""
    domain = Element("domain", type="qemu")
    _leaf(domain, "name", spec.name)
    _leaf(domain, "uuid", identity(spec.name, place.host))
    _leaf(domain, "memory", str(spec.memory), unit="MiB")
    _leaf(domain, "currentMemory", str(spec.memory), unit="MiB")
    if spec.hugepages:
        pages = SubElement(SubElement(domain, "memoryBacking"), "hugepages")
        _leaf(pages, "page", size="2", unit="MiB")
    _add_processor(domain, spec)
    boot = SubElement(domain, "os")
    _leaf(boot, "type", "hvm", arch="x86_64", machine="q35")
    _leaf(boot, "kernel", str(image.kernel))
    _leaf(boot, "initrd", str(image.initrd))
    _leaf(boot, "cmdline", spec.command_line())
    features = SubElement(domain, "features")
    for feature in ("acpi", "apic"):
        SubElement(features, feature)
    _leaf(SubElement(features, "tcg"), "tb-cache", str(spec.translation_cache), unit="MiB")
    _leaf(domain, "clock", offset="utc")
    for event, action in (("poweroff", "destroy"), ("reboot", "restart"), ("crash", spec.on_crash)):
        _leaf(domain, f"on_{event}", action)
    _add_devices(domain, spec, place)
    return tostring(domain, encoding="unicode")
