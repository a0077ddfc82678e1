"""Readings of a healthy cluster by subject: each module has one READINGS, signal by signal."""
