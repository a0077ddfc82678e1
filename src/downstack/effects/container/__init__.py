"""What a container or a pod as a whole lacks on its node."""
