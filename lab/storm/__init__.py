"""The whole chain for real: Ceph, a QEMU guest on it, a Kubernetes node in it, a pod there."""
