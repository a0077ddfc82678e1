"""What Kubernetes shows: pods that do not start, nodes that are not ready."""
