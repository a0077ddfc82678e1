"""Faults of the program in a container."""
