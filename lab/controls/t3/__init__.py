"""Healthy KVM hosts under load that must stay silent: one CONTROL per module."""
