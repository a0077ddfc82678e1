"""Effects that live in the network layer."""
