"""Tier T3: a guest that is a real KVM host, with its own guests; each starts from a saved state."""
