"""Names the layer at fault for anything that runs on QEMU/KVM."""

__version__ = "0.1.0"
