"""A virtual machine as KubeVirt runs it: its VMI, and the launcher pod in which its QEMU runs."""

from dataclasses import dataclass
from pathlib import Path

from lab.domain import AGENT_PORT, TRANSLATION_CACHE, GuestSpec
from lab.images.tiny import image
from lab.kubernetes.manifest import NAMESPACE, Manifest, container, pod_spec

MEMORY = 128  # MiB of the guest
PLENTY = 400  # MiB for QEMU itself
AGENT = "charchannel0"
QEMU = "/usr/bin/qemu-system-x86_64"
WATCHED = ("sh", "-c", '"$@"; exit $?', "virt-launcher-monitor", "chroot", "/node")
"""What the container starts with: as with KubeVirt, QEMU is not its first process."""
VERSION, KIND = "kubevirt.io/v1", "VirtualMachineInstance"


@dataclass(frozen=True, slots=True)
class Launcher:
    """How a launcher pod and its QEMU are made."""

    room: int = PLENTY
    """MiB that the pod's limit leaves beside the guest's memory."""
    agent: bool = True
    """Whether a guest agent runs in the guest."""
    drive: str = ""
    """What QEMU opens as the guest's disk."""
    volume: Manifest | None = None
    """The same in the words of KubeVirt."""
    work: str = ""
    """What the guest does after its boot."""


def vmi(name: str, uuid: str, launcher: Launcher) -> Manifest:
    """Return the VMI, whose status is still to be written."""
    meta = {"name": name, "namespace": NAMESPACE, "labels": {"app": name}}
    domain = {"firmware": {"uuid": uuid}, "memory": {"guest": f"{MEMORY}Mi"}, "devices": {}}
    volumes = [launcher.volume] if launcher.volume else []
    spec = {"domain": domain, "volumes": volumes}
    return {"apiVersion": VERSION, "kind": KIND, "metadata": meta, "spec": spec}


def launcher_pod(made: Manifest, launcher: Launcher, folder: Path) -> Manifest:
    """Return the launcher pod of a VMI that the API server has.

    QEMU is the node's own program, so the pod sees the node's files; sockets are in *folder*.
    """
    name, uid = made["metadata"]["name"], made["metadata"]["uid"]
    limit = f"{MEMORY + launcher.room}Mi"
    compute = container(
        (*WATCHED, *_qemu(made, launcher, folder)),
        name="compute",
        resources={"limits": {"memory": limit}, "requests": {"cpu": "100m", "memory": limit}},
        volumeMounts=[{"name": "node", "mountPath": "/node"}],
    )
    volumes = [{"name": "node", "hostPath": {"path": "/"}}]
    owner = {"apiVersion": VERSION, "kind": KIND, "name": name, "uid": uid, "controller": True}
    labels = {
        "app": name,
        "kubevirt.io": "virt-launcher",
        "kubevirt.io/created-by": uid,
        "vm.kubevirt.io/name": name,
    }
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "generateName": f"virt-launcher-{name}-",
            "labels": labels,
            "annotations": {"kubevirt.io/domain": name},
            "ownerReferences": [owner],
        },
        "spec": pod_spec(compute, restartPolicy="Never", volumes=volumes),
    }


def _qemu(made: Manifest, launcher: Launcher, folder: Path) -> tuple[str, ...]:
    """Return a command line like libvirt's in such a pod, of a guest that has used its memory."""
    name, uuid = made["metadata"]["name"], made["spec"]["domain"]["firmware"]["uuid"]
    boots = image()
    guest = GuestSpec(name, nic=None, agent=launcher.agent, boot_command=launcher.work)
    identity = f"guest={NAMESPACE}_{name},process=qemu:{name},debug-threads=on"
    listens = "server=on,wait=off"
    return (
        *(QEMU, "-name", identity, "-uuid", uuid),
        *("-object", "secret,id=masterKey0,format=raw,data=lab"),
        *("-machine", "q35", "-accel", f"tcg,tb-size={TRANSLATION_CACHE}"),
        *("-m", str(MEMORY), "-mem-prealloc", "-nodefaults", "-no-user-config", "-display", "none"),
        *("-chardev", f"socket,id=charmonitor,path={folder}/monitor,{listens}"),
        *("-mon", "chardev=charmonitor,id=monitor,mode=control"),
        *("-kernel", str(boots.kernel), "-initrd", str(boots.initrd)),
        *("-append", guest.command_line(), "-serial", f"file:{folder}/console"),
        *("-device", "virtio-serial-pci"),
        *("-chardev", f"socket,id={AGENT},path={folder}/agent,{listens}"),
        *("-device", f"virtserialport,chardev={AGENT},name={AGENT_PORT}"),
        *(_disk(launcher.drive) if launcher.drive else ()),
    )


def _disk(drive: str) -> tuple[str, ...]:
    device = "virtio-blk-pci,drive=root,rerror=stop,werror=stop"
    return ("-drive", f"if=none,id=root,format=raw,file={drive}", "-device", device)
