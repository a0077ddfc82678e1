"""Findings and a network of causes -> posterior, responsibility, weights, next measurement."""
