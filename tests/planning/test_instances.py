"""The published clinics: still the same ones, and another solver's plan is judged as ours is."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.benchmarks import evaluate
from tests.benchmarks.case_files import case_text, checksum, plan_from, read_case, visits_of
from tests.benchmarks.instances import NAMES, instance, published
from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.builders.plans import plan_visits


@pytest.mark.parametrize("name", NAMES)
def test_a_published_clinic_is_the_one_its_costs_were_found_for(name: str) -> None:
    row = published()[name]
    assert row["checksum"] == checksum(instance(name))
    assert int(row["best_min"]) < int(row["best_fit_min"]) < int(row["rule_of_thumb_min"])
    assert (row["left_out"], row["late"]) == ("0", "0")


@pytest.mark.parametrize("seed", range(5))
def test_a_case_and_a_plan_come_back_from_their_files_as_they_were(seed: int) -> None:
    case = mixed_clinic(seed)
    assert read_case(case_text(case)) == case
    plan = plan_visits(case)
    assert plan_from(case, json.loads(json.dumps(visits_of(plan)))) == plan


def test_the_evaluator_tells_the_cost_and_what_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case_file, plan_file = tmp_path / "case.json", tmp_path / "plan.json"

    def judged(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["evaluate", str(case_file), *arguments])
        return evaluate.main()

    assert judged("--write", "50-2-1") == 0
    plan = plan_visits(instance("50-2-1"))
    visits = visits_of(plan)
    plan_file.write_text(json.dumps(visits))
    assert judged(str(plan_file)) == 0
    assert f"cost {plan.totals.cost_min:>8}" in capsys.readouterr().out
    visits[0]["minute"] = 60
    plan_file.write_text(json.dumps(visits))
    assert judged(str(plan_file)) == 1
    assert "broken: " in capsys.readouterr().out
