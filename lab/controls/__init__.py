"""Healthy machines under load that must stay silent: one CONTROL per module."""
