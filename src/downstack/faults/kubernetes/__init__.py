"""Faults of Kubernetes: its objects, its nodes, its control plane."""
