"""Faults of the guest layer."""
