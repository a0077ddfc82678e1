"""`collect`: one redacted file with all the evidence."""

from __future__ import annotations

import sys

from downstack.cli.evidence import gather
from downstack.cli.exit import Exit
from downstack.cli.look import Look


def write_bundle(look: Look) -> int:
    """Look once and write the bundle; say what is in it and how to use it."""
    gathered = gather(look)
    if look.output is None:
        raise ValueError("collect writes a bundle: it needs an output")
    gathered.keep()
    size = look.output.stat().st_size / 1024
    count = len(gathered.snapshot.entities)
    sys.stdout.write(
        f"{look.output}: {count} entities, level L{int(gathered.level)}, {size:.0f} KiB, "
        f"secrets redacted\nuse it with: downstack why TARGET --from {look.output}\n"
    )
    return Exit.HEALTHY
