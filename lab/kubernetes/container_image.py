"""Container images without a registry or a builder: one layer, packed as a docker archive."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

from lab.process import run

PAUSE = "lab.local/pause:1"
TOOLS = "lab.local/busybox:1"
SANDBOX = ("/bin/busybox", "sleep", "2147483647")
"""What runs in a pod's sandbox."""


def _layer(busybox: Path) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as layer:
        for name in ("bin", "etc", "tmp", "proc", "sys", "dev"):
            folder = tarfile.TarInfo(name)
            folder.type, folder.mode = tarfile.DIRTYPE, 0o755
            layer.addfile(folder)
        program = tarfile.TarInfo("bin/busybox")
        program.size, program.mode = busybox.stat().st_size, 0o755
        layer.addfile(program, io.BytesIO(busybox.read_bytes()))
        for applet in run([str(busybox), "--list"]).split():
            if applet != "busybox":
                link = tarfile.TarInfo(f"bin/{applet}")
                link.type, link.linkname = tarfile.SYMTYPE, "busybox"
                layer.addfile(link)
    return buffer.getvalue()


def _pack(target: Path, name: str, layer: bytes, entrypoint: tuple[str, ...]) -> None:
    digest = hashlib.sha256(layer).hexdigest()
    config = {
        "architecture": "amd64",
        "os": "linux",
        "config": {"Entrypoint": list(entrypoint), "Env": ["PATH=/bin"]},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}"]},
        "history": [{"created_by": "lab"}],
    }
    described = json.dumps(config).encode()
    config_name = f"{hashlib.sha256(described).hexdigest()}.json"
    layers = [f"{digest}/layer.tar"]
    index = [{"Config": config_name, "RepoTags": [name], "Layers": layers}]
    members = {
        config_name: described,
        layers[0]: layer,
        "manifest.json": json.dumps(index).encode(),
    }
    with tarfile.open(target, "w") as archive:
        for member, content in members.items():
            info = tarfile.TarInfo(member)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))


def pack_images(busybox: Path, folder: Path) -> tuple[Path, ...]:
    """Write the archives of the pods' sandbox and of busybox, and return them."""
    layer = _layer(busybox)
    pause, tools = folder / "pause.tar", folder / "busybox.tar"
    _pack(pause, PAUSE, layer, SANDBOX)
    _pack(tools, TOOLS, layer, ())
    return pause, tools
