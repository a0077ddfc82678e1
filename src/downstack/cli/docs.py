"""`docs`: writes the generated pages, or says which are stale."""

from __future__ import annotations

import sys
from pathlib import Path

from downstack.cli.exit import Exit
from downstack.registry import load_catalogue
from downstack.report.catalogue_pages import pages


def write_pages(folder: Path, *, compare: bool) -> int:
    """Write every page below *folder* and remove those of faults that are gone."""
    wanted = {folder / path: text for path, text in pages(load_catalogue()).items()}
    written = set((folder / "catalogue").glob("*.md"))
    stale = list(written - set(wanted))
    stale += [path for path, text in wanted.items() if _text(path) != text]
    if compare:
        for path in sorted(stale):
            sys.stderr.write(f"stale: {path}; run `make docs`\n")
        return Exit.UNDECIDED if stale else Exit.HEALTHY
    for path in stale:
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path])
        else:
            path.unlink()
    sys.stdout.write(f"{len(wanted)} pages, {len(stale)} changed\n")
    return Exit.HEALTHY


def _text(path: Path) -> str | None:
    return path.read_text() if path.is_file() else None
