"""What every test shares: one Hypothesis profile, so that a slow machine fails no test."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "pumpsched", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("pumpsched")

settings.register_profile("ci", settings.get_profile("pumpsched"), derandomize=True)
if os.environ.get("CI"):
    # A change lands or not by what it does, not by which example was drawn that day.
    settings.load_profile("ci")
