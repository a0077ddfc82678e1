"""Tests of how a bundle becomes a fixture."""

import gzip
import json
from pathlib import Path

from lab.images.cache import folder as cache
from lab.scoreboard.keep import LOG_LINES, keep

LONG_LOG = "".join(f"{number}\n" for number in range(LOG_LINES + 5))
ROWS = [
    ["command", "dmesg -r", [], LONG_LOG, 1.0, "", ""],
    ["file", "/var/log/libvirt/qemu/db1.log", [], "LC_ALL=C PATH=/home/me/bin qemu", 1.0, "", ""],
    ["file", "/proc/7/cmdline", [], f"{cache()}/tiny/initrd", 1.0, "", ""],
]
RECORD = {"run": {"id": "idle-1"}, "witness": [], "target": "u1", "answer": {}}


def test_fixture_is_short_and_names_no_private_path(tmp_path: Path) -> None:
    """The end of the kernel log; nothing of who recorded it; what the run was, in the index."""
    bundle = tmp_path / "x"
    document = {"header": {"command": f"collect -o {tmp_path}"}, "rounds": [ROWS]}
    bundle.write_bytes(gzip.compress(json.dumps(document).encode()))

    keep(bundle, RECORD, {"QEMU": "7.2"}, tmp_path)

    kept = json.loads(gzip.decompress((tmp_path / "idle-1.bundle").read_bytes()))
    texts = [row[3] for row in kept["rounds"][0]]
    assert texts[0] == "".join(f"{number}\n" for number in range(5, LOG_LINES + 5))
    assert texts[1:] == ["LC_ALL=C PATH=/usr/bin qemu", "/var/cache/downstack-lab/tiny/initrd"]
    assert kept["header"]["command"] == "downstack collect --guest"
    index = json.loads((tmp_path / "index.json").read_text())["idle-1.bundle"]
    assert index == {
        "run": {"id": "idle-1"},
        "witness": [],
        "target": "u1",
        "versions": {"QEMU": "7.2"},
    }
