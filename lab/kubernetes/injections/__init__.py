"""One real fault of Kubernetes per module, named by the fault's id."""
