"""What the program in a container shows."""
