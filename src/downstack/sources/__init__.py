"""Where evidence comes from, one way per module: the only place with I/O."""
