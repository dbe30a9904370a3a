"""Another solver's files: the case is known by its checksum, and what cannot be judged is said."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import evaluate, instances
from tests.benchmarks.case_files import as_json, case_text, checksum, usual_of, visits_of
from tests.benchmarks.instances import instance, published
from tests.builders.plans import PlanningCase, plan_visits

NAME = "50-2-1"
VISIT = {"patient": "0001", "day": "2026-11-24", "minute": 495, "nurses": ["N1"], "site": ""}

Judge = Callable[..., int]


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Calls the evaluator in a folder with the case."""
    monkeypatch.chdir(tmp_path)
    Path("case.json").write_text(case_text(instance(NAME)))

    def judged(*args: str) -> int:
        monkeypatch.setattr(sys, "argv", ["evaluate", *args])
        return evaluate.main()

    return judged


def test_writing_and_judging_a_case_print_its_published_checksum(
    judge: Judge, capsys: pytest.CaptureFixture[str]
) -> None:
    line = f"checksum {published()[NAME]['checksum']}: {NAME}, as published"
    assert judge("new.json", "--write", NAME) == 0
    assert capsys.readouterr().out.splitlines() == [line]
    Path("plan.json").write_text(json.dumps(visits_of(plan_visits(instance(NAME)))))
    assert judge("new.json", "plan.json") == 0
    assert capsys.readouterr().out.splitlines()[0] == line


def test_a_case_that_was_changed_has_another_checksum(
    judge: Judge, capsys: pytest.CaptureFixture[str]
) -> None:
    case = json.loads(Path("case.json").read_text())
    case["rules"]["price_travel"] = 2
    Path("case.json").write_text(json.dumps(case))
    Path("plan.json").write_text("[]")
    judge("case.json", "plan.json")
    assert capsys.readouterr().out.splitlines()[0].endswith(": not published")


def test_the_checksum_is_what_the_readme_says_it_is() -> None:
    case = instance(NAME)

    def unusual(kind: Any, written: Any) -> Any:
        """What is left when the fields with the default of their class are taken out."""
        usual = usual_of(type(kind))
        if not usual:
            return (
                [unusual(a, b) for a, b in zip(kind, written, strict=True)]
                if isinstance(kind, tuple)
                else written
            )
        return {
            name: unusual(getattr(kind, name), value)
            for name, value in written.items()
            if getattr(kind, name) != usual[name]
        }

    assert isinstance(case, PlanningCase)
    text = json.dumps(unusual(case, as_json(case)), sort_keys=True)
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == checksum(case)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"day": None}, 'row 1: "day" cannot be read: None'),
        ({"day": "24 Nov"}, 'row 1: "day" cannot be read: 24 Nov'),
        ({"minute": "08:15"}, 'row 1: "minute" cannot be read: 08:15'),
        ({"minute": 1440}, 'row 1: "minute" cannot be read: 1440'),
        ({"nurses": []}, 'row 1: "nurses" cannot be read: []'),
        ({"nurses": ["N9"]}, 'row 1: nurse "N9" has no shift for home visits on 2026-11-24'),
        ({"nurses": ["N1", "N1"]}, "row 1: a nurse is named twice"),
        ({"site": "MPLS"}, 'row 1: nurse "N1" has no shift at "MPLS" on 2026-11-24'),
        ({"day": "2026-11-29"}, 'row 1: nurse "N1" has no shift for home visits on 2026-11-29'),
        ({"patient": "9999"}, 'row 1: the case has no patient "9999" to plan'),
    ],
)
def test_a_row_that_cannot_be_judged_is_named_in_a_sentence(
    judge: Judge, row: dict[str, Any], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("plan.json").write_text(json.dumps([VISIT | row]))
    assert judge("case.json", "plan.json") == 2
    assert capsys.readouterr() == ("", f"plan.json: {said}.\n")


@pytest.mark.parametrize("field", VISIT)
def test_a_row_without_a_field_is_named_with_it(
    judge: Judge, field: str, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {name: value for name, value in VISIT.items() if name != field}
    Path("plan.json").write_text(json.dumps([VISIT, row]))
    assert judge("case.json", "plan.json") == 2
    assert capsys.readouterr().err == f'plan.json: row 2 has no "{field}".\n'


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("plan.json", "{}", "a plan is a JSON list of visits"),
        ("plan.json", "[7]", "row 1 is no JSON object"),
        ("plan.json", "[", "it is no JSON: "),
        ("plan.json", json.dumps([VISIT, VISIT]), 'row 2: patient "0001" has a visit already'),
        ("case.json", "[]", "a case is a JSON object"),
        ("case.json", '{"first": 1}', "no planning case has such fields or values: "),
        ("case.json", "{}", "no planning case has such fields or values: "),
    ],
)
def test_a_file_that_is_none_is_named_in_a_sentence(
    judge: Judge, file: str, content: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("plan.json").write_text("[]")
    Path(file).write_text(content)
    assert judge("case.json", "plan.json") == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert err.startswith(f"{file}: {said}")


def test_a_missing_file_and_an_unknown_clinic_end_in_a_sentence(
    judge: Judge, capsys: pytest.CaptureFixture[str]
) -> None:
    assert judge("case.json", "none.json") == 2
    assert capsys.readouterr().err == "none.json: No such file or directory.\n"
    Path("plan.json").write_bytes(b"\xff")
    assert judge("case.json", "plan.json") == 2
    assert capsys.readouterr().err == "plan.json: it is not UTF-8.\n"
    for name in ("foo", "50-2", "0-1-1", "50-2-x"):
        assert judge("new.json", "--write", name) == 2
        assert capsys.readouterr().err == (
            f'"{name}" names no clinic: a name is PATIENTS-NURSES-SEED, such as 50-2-1.\n'
        )
    assert not Path("new.json").exists()


def test_a_search_of_clinics_that_are_not_published_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["instances", "--names", "foo"])
    with pytest.raises(SystemExit) as ended:
        instances.main()
    assert ended.value.code == 2
    assert "foo: not among those published" in capsys.readouterr().err
