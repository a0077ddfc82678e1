"""Faults of the storage layer."""
