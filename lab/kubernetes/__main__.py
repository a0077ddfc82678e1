"""python -m lab.kubernetes VERB."""

import sys

from lab.failure import LabError
from lab.kubernetes.verbs import app

TOOL_ERROR = 70  # not to be mistaken for the exit code of the command that was run

if __name__ == "__main__":
    try:
        app()
    except (LabError, LookupError, FileExistsError) as error:
        print(f"lab: {error}", file=sys.stderr)
        sys.exit(TOOL_ERROR)
