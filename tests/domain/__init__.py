"""Tests of the domain: every rule as a sentence with a value worked out by hand."""
