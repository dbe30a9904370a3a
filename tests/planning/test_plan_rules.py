from __future__ import annotations

from fractions import Fraction

from tests.builders.values import PlanRules, Practice


def test_a_practice_without_settings_plans_by_the_defaults() -> None:
    assert PlanRules.of(Practice.of({})) == PlanRules()


def test_every_price_and_limit_is_read_from_the_setting_of_its_name() -> None:
    settings = {
        "order_lead_days": "3",
        "home_controlled": "no",
        "speed_kmh": "60",
        "detour": "1.25",
        "price_late_day": "700",
        "regular_hours": "7.5",
        "start_grid_minutes": "15",
    }
    assert PlanRules.of(Practice.of(settings)) == PlanRules(
        order_lead_days=3,
        home_controlled="no",
        speed_kmh=Fraction(60),
        detour=Fraction(5, 4),
        price_late_day=700,
        regular_minutes=450,
        start_grid_minutes=15,
    )
