"""A real Kubernetes cluster of one node, run without systemd in the namespaces of a lab host."""
