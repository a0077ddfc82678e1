"""Real faults on a real KVM host: one per module, each an INJECTION named like its module."""
