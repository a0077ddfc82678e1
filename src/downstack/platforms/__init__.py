"""Who manages the VMs, one platform per module."""
