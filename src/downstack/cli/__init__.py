"""The command line: wiring only. Heavy imports stand inside the verbs."""

from downstack.cli.exit import main

__all__ = ["main"]
