"""Effects that live in the host layer."""
