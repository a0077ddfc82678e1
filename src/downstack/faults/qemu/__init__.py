"""Faults of the qemu layer."""
