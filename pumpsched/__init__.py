"""Refill dates and visit schedules for patients with an implanted intrathecal pump."""

__version__ = "0.1.0"
