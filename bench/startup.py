"""How long a person waits for `downstack --help`."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

DOWNSTACK = Path(sys.executable).with_name("downstack")
RUNS = 5


def measure() -> float:
    """Return the median wall seconds of `downstack --help`."""
    spent = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([str(DOWNSTACK), "--help"], capture_output=True, check=True)
        spent.append(time.perf_counter() - start)
    return median(spent)
