"""Breaks real virtual machines, so that every fault downstack names was seen happening."""
