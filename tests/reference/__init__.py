"""Tests of the catalogue: the fixed values, their sources, and the names drugs go by."""
