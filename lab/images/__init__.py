"""What guests boot: one image per module."""
