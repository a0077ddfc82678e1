"""Effects that live in the storage layer."""
