"""Tests of the whole, and what the tests beside the code share."""
