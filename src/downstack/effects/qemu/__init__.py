"""Effects that live in the qemu layer."""
