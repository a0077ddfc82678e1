"""Faults of the management layer."""
