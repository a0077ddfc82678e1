"""Debian's archive for one release, with apt lists of its own: nothing is installed."""

import re
import tarfile
from collections.abc import Sequence
from pathlib import Path

from lab.process import run

KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"
DOWNLOAD_SECONDS = 600


def mirrors(release: str) -> tuple[str, ...]:
    """Return "URI suite" of this machine's mirrors, whatever release it runs itself."""
    wanted = ["Created-By: Packages", "Origin: Debian", "Component: main"]
    lines = run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(CODENAME)", *wanted])
    found = set()
    for line in lines.splitlines():
        uri, _, suite = line.partition(" ")
        kind = re.fullmatch(r"[a-z]+(|-updates|-security)", suite)
        if kind is not None:
            found.add(f"{uri} {release}{kind.group(1)}")
    if not found:
        raise LookupError("apt knows no mirror of Debian: run apt-get update")
    return tuple(sorted(found))


class Archive:
    """The packages and sources of a release; everything stays below one folder."""

    def __init__(self, folder: Path, release: str) -> None:
        self.folder = folder
        for name in ("lists/partial", "cache/archives/partial", "debs"):
            (folder / name).mkdir(parents=True)
        kinds = ("deb", "deb-src")
        lines = [f"{kind} {mirror} main" for mirror in mirrors(release) for kind in kinds]
        (folder / "sources.list").write_text("\n".join(lines) + "\n")
        self._apt(folder, "update")

    def _apt(self, where: Path, *words: str) -> None:
        options = {
            "Dir::Etc::sourcelist": self.folder / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::trusted": KEYS,
            "Dir::State::Lists": self.folder / "lists",
            "Dir::Cache": self.folder / "cache",
            "APT::Sandbox::User": "root",
        }
        given = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
        chdir = ["env", "-C", str(where)]
        run([*chdir, "apt-get", "-qq", *given, *words], seconds=DOWNLOAD_SECONDS)

    def unpack(self, packages: Sequence[str], root: Path) -> None:
        """Put the files of binary packages below a folder."""
        self._apt(self.folder / "debs", "download", *packages)
        for archive in sorted((self.folder / "debs").glob("*.deb")):
            run(["dpkg", "-x", str(archive), str(root)])
            archive.unlink()

    def source(self, package: str, target: Path) -> None:
        """Put the upstream source of a package, without Debian's changes, into a folder."""
        self._apt(target, "source", "--download-only", package)
        (upstream,) = target.glob(f"{package}_*.orig.tar.*")
        with tarfile.open(upstream) as tar:
            tar.extractall(target, filter="tar")
