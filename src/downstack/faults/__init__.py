"""Root causes, by layer, one FAULT per module."""
