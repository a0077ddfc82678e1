"""Latent states that faults cause, by layer, one EFFECT per module."""
