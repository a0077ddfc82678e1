"""Faults of containers and their limits."""
