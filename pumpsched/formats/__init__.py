"""Bytes and pages: CSV, calendars, printed sheets. No store, no clock, no paths."""
