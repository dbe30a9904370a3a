"""The rule of thumb, the baseline of every benchmark; ``simulate`` plays it too."""

from __future__ import annotations

from pumpsched.planning.baseline import DAYS_BEFORE, wanted_day
from tests.builders.plans import plan_by_rule_of_thumb

__all__ = ["DAYS_BEFORE", "plan_by_rule_of_thumb", "wanted_day"]
