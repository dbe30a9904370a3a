"""Tests of the interop."""
