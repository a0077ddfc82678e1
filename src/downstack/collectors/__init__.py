"""What turns raw answers into entities, connections and readings, one per module."""
