"""How the program ends: exit codes by decision D17, never a traceback on the screen."""

from __future__ import annotations

import os
import sys
from enum import IntEnum
from typing import NoReturn


class Exit(IntEnum):
    """1 is never used: an uncaught exception exits 1 and must not read as an answer."""

    HEALTHY = 0
    WRONG_USE = 2
    CAUSE = 10
    UNDECIDED = 11
    TOOL_ERROR = 70
    INTERRUPTED = 130


class WrongUseError(Exception):
    """A person asked for something that cannot be: one line that says what to do."""


def main() -> NoReturn:
    """Run the command line and end the process at once, whatever a stuck thread still does."""
    # One thread is enough for us, and a sick host should not see one per CPU of it start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = _guarded()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (BrokenPipeError, ValueError):
            code = code or Exit.TOOL_ERROR
    os._exit(int(code))


def _guarded() -> int:
    import typer

    from downstack.cli.app import app

    try:
        result = app(standalone_mode=False)
    except typer.Exit as ended:
        return ended.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return Exit.HEALTHY
    except Exception as error:  # noqa: BLE001 - the last net: one line here, details in a file
        return _explain(error)
    return result if isinstance(result, int) else Exit.HEALTHY


def _explain(error: Exception) -> int:
    import typer

    if isinstance(error, typer.TyperException):
        return _say(str(error.format_message()), Exit.WRONG_USE)
    if isinstance(error, WrongUseError):
        return _say(str(error), Exit.WRONG_USE)
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="downstack-error-", suffix=".txt", delete=False
    ) as file:
        traceback.print_exception(error, file=file)
    return _say(f"internal error, details in {file.name}: {error}", Exit.TOOL_ERROR)


def _say(message: str, code: Exit) -> Exit:
    if message:
        sys.stderr.write(f"downstack: {message}\n")
    return code
