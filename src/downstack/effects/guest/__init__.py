"""Effects that live in the guest layer."""
