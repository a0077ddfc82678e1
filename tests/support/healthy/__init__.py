"""Readings of a healthy machine by subject: each module has one READINGS, signal by signal."""
