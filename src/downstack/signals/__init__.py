"""The vocabulary: measured quantities by subject, constants only."""
