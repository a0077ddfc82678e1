"""What looking costs, as ratios to a floor in the same run."""
