"""Diagnosis in, text or JSON out; pure functions."""
