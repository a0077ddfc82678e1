"""Faults of the network layer."""
