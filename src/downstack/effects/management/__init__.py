"""Effects that live in the management layer."""
