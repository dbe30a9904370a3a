"""Tests of the usecases."""
