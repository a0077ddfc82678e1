"""Faults of the host layer."""
