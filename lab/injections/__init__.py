"""Real faults on a real machine: one per module, each an INJECTION named like its module."""
