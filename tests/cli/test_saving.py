"""What every write does alike: dry run, question, yes, request ids, days, and whose store it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.command import App
from tests.builders.values import Stopped
from tests.cli.clinic import Clinic, lines

STOP = ("stop", "0007", "--on", "today")
WRITES = [
    STOP,
    ("start", "0040"),
    ("bolus", "0007", "20 mcg"),
    ("dose", "0007", "up 10%"),
    ("refill", "0007", "--fill", "20"),
    ("undo", "4", "--reason", "x"),
    ("patient", "add", "0100", "--name", "Quist, Lea"),
    ("patient", "edit", "0007", "--phone", "612-555-0199"),
    ("patient", "archive", "0007", "--reason", "moved"),
    ("pump", "implant", "0021", "--model", "SM2-20", "--on", "today"),
    ("pump", "explant", "0007"),
    ("pump", "edit", "0007", "--serial", "S2"),
    ("config", "set", "margin_days", "9"),
    ("visit", "add", "0007", "--at", "2026-12-07T09:00"),
    ("visit", "move", "V1", "--at", "2026-11-25T09:00"),
    ("visit", "confirm", "V1"),
    ("visit", "cancel", "V1"),
]
each_write = pytest.mark.parametrize("args", WRITES, ids=" ".join)


@each_write
def test_a_dry_run_shows_the_same_and_saves_nothing(clinic: Clinic, args: tuple[str, ...]) -> None:
    before = clinic.path.read_bytes()
    dry = clinic.done(*args, "-n")
    assert clinic.path.read_bytes() == before
    assert dry.err == "Nothing saved (dry run). Next: the same command with --yes for -n.\n"
    assert clinic.done(*args, "-y").out == dry.out


@each_write
def test_without_a_terminal_a_write_needs_yes(clinic: Clinic, args: tuple[str, ...]) -> None:
    before = clinic.path.read_bytes()
    said = clinic.run(*args)
    assert (said.code, said.out) == (4, "")
    assert lines(said)[0] == "Nothing was saved: nobody is at a terminal to say yes."
    assert clinic.path.read_bytes() == before


@each_write
def test_the_same_request_twice_is_recorded_once(clinic: Clinic, args: tuple[str, ...]) -> None:
    clinic.done(*args, "-y", "--request-id", "r-1")
    recorded = clinic.path.read_bytes()
    again = clinic.done(*args, "-y", "--request-id", "r-1")
    assert again.err == "already recorded\n"
    assert clinic.path.read_bytes() == recorded


@each_write
def test_a_write_looks_from_no_other_day(clinic: Clinic, args: tuple[str, ...]) -> None:
    for given, env in (
        ((*args, "-y", "--as-of", "today"), {}),
        (("--as-of", "today", *args, "-y"), {}),
        ((*args, "-y"), {"PUMPSCHED_AS_OF": "2026-11-22"}),
    ):
        said = clinic.run(*given, env=env)
        assert (said.code, said.out) == (2, "")
        assert "takes no --as-of" in said.err


@each_write
def test_each_write_is_one_row_of_the_trail_under_the_actors_name(
    clinic: Clinic, args: tuple[str, ...]
) -> None:
    clinic.done(*args, "-y", "--actor", "Lea Quist")
    with clinic.opened() as books:
        rows = list(books.audit_entries())
    assert len(rows) == 2
    words = [word for word in args[:2] if word.isalpha() and word != "add"]
    assert rows[-1].actor == "Lea Quist"
    assert rows[-1].action.startswith(words[0])


def test_a_request_id_stands_for_one_request(clinic: Clinic) -> None:
    clinic.done(*STOP, "-y", "--request-id", "r-1")
    said = clinic.run("start", "0007", "-y", "--request-id", "r-1")
    assert said.code == 5
    assert lines(said)[0] == 'Request id "r-1" was used for something else.'


def test_a_reason_that_lets_a_request_pass_is_no_part_of_it(clinic: Clinic) -> None:
    args = ("refill", "0007", "--fill", "20", "--on", "2026-11-04", "-y", "--request-id", "r-1")
    clinic.done(*args, "--again", "the port leaked")
    assert clinic.done(*args, "--again", "it leaked").err == "already recorded\n"
    assert clinic.run(*args, "--boluses", "0").code == 5


def test_a_repeated_request_answers_with_json_too(clinic: Clinic) -> None:
    clinic.done(*STOP, "-y", "--request-id", "r-1")
    again = clinic.done(*STOP, "-y", "--request-id", "r-1", "--json")
    assert again.json == {
        "schema": "pumpsched/recorded/1",
        "as_of": "2026-11-22",
        "zone": "America/Chicago",
        "request_id": "r-1",
        "action": "stop",
        "actor": "ann",
        "recorded_at": "2026-11-22T16:00:00+00:00",
        "saved": False,
    }


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits at a terminal and types the test's input."""
    monkeypatch.setattr(App, "asks", property(lambda app: True))


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answer", ["\n", "y\n", "Y\n", "yes\n", " YES \n"])
def test_yes_or_enter_saves(clinic: Clinic, answer: str) -> None:
    said = clinic.run(*STOP, typed=answer)
    assert said.code == 0
    assert "Save? [Y/n] Saved as 14." in said.err
    assert type(clinic.facts("0007")[-1]) is Stopped


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("answer", ["n\n", "no\n", "ja\n", "q\n"])
def test_any_other_answer_saves_nothing(clinic: Clinic, answer: str) -> None:
    before = clinic.path.read_bytes()
    assert clinic.run(*STOP, typed=answer).code == 4
    assert clinic.path.read_bytes() == before


@pytest.mark.usefixtures("terminal")
def test_the_end_of_input_at_a_question_is_an_interruption(clinic: Clinic) -> None:
    before = clinic.path.read_bytes()
    said = clinic.run(*STOP, typed="")
    assert said.code == 130
    assert "Interrupted. Nothing was saved." in said.err
    assert clinic.path.read_bytes() == before


@pytest.mark.usefixtures("terminal")
def test_a_write_by_name_is_confirmed_after_two_identifiers(clinic: Clinic) -> None:
    said = clinic.run("stop", "rivera", "--on", "today", typed="y\n")
    assert said.code == 0
    assert said.out.splitlines()[0] == "Rivera, Ana · born 1961-04-02 · 0007"


@pytest.mark.usefixtures("terminal")
def test_with_json_the_preview_is_talk_and_the_document_says_what_was_saved(
    clinic: Clinic,
) -> None:
    declined = clinic.run(*STOP, "--json", typed="n\n")
    assert (declined.code, declined.out) == (4, "")
    saved = clinic.run(*STOP, "--json", typed="y\n")
    assert saved.json["saved"] is True
    assert "Rivera, Ana" in saved.err


@pytest.mark.usefixtures("terminal")
def test_a_confirmation_typed_at_the_question_counts_and_another_does_not(clinic: Clinic) -> None:
    assert clinic.run("dose", "0007", "150 mcg/day", typed="15 mcg/day\n").code == 4
    said = clinic.run("dose", "0007", "150 mcg/day", typed="0.15 mg/d\ny\n")
    assert said.code == 0
    assert clinic.done("dose", "0007").out.splitlines()[1].endswith("at 150 mcg/day · ann")


def test_yes_stands_in_for_no_confirmation_and_no_override(clinic: Clinic) -> None:
    asked = clinic.run("dose", "0007", "150 mcg/day", "-y", "--json")
    assert (asked.code, asked.error["code"]) == (4, "confirm-needed")
    assert clinic.run("dose", "0007", "1.2 mg/day", "-y").code == 4
    assert clinic.run("dose", "0007", "1.2 mg/day", "-y", "--confirm", "1.2 mg/day").code == 4
    overridden = ("dose", "0007", "1.2 mg/day", "-y", "--override", "titration")
    assert clinic.run(*overridden, "--json").error["code"] == "confirm-needed"
    clinic.done(*overridden, "--confirm", "1.2mg/d")


@pytest.mark.parametrize(
    "args",
    [
        ("dose", "0007", "1.2 mg/day", "--override", "…"),
        ("dose", "0007", "150 mcg/day", "--confirm", "…"),
        ("undo", "5", "--reason", " ... "),
        ("undo", "5", "--reason=…"),
        ("refill", "0007", "…", "--fill", "20"),
        ("show", "…"),
    ],
)
def test_a_blank_of_a_suggestion_is_refused_as_it_stands(
    clinic: Clinic, args: tuple[str, ...]
) -> None:
    before = clinic.changes()
    said = clinic.run(*args, "-y") if args[0] != "show" else clinic.run(*args)
    assert said.code == 2
    assert "is a blank to be filled in." in said.err
    assert clinic.changes() == before


def test_what_stands_after_the_command_wins_then_before_it_then_the_environment(
    clinic: Clinic, tmp_path: Path
) -> None:
    here, missing = str(clinic.path), str(tmp_path / "missing")
    assert clinic.run("--db", here, "due", env={"PUMPSCHED_DB": missing}).code == 0
    assert clinic.run("--db", missing, "due", "--db", here).code == 0
    assert clinic.run("--db", missing, "due").code == 3
    env = {"PUMPSCHED_AS_OF": "2026-12-03"}
    assert clinic.run("due", "--json", env=env).json["as_of"] == "2026-12-03"
    before = clinic.run("--as-of", "2026-12-01", "due", "--json", env=env)
    assert before.json["as_of"] == "2026-12-01"
    after = clinic.run("--as-of", "2026-12-01", "due", "--json", "--as-of", "2026-12-02", env=env)
    assert after.json["as_of"] == "2026-12-02"


def test_the_demo_store_wins_over_one_that_only_the_environment_names(
    clinic: Clinic, tmp_path: Path
) -> None:
    said = clinic.run("due", "--demo", env={"PUMPSCHED_HOME": str(tmp_path)})
    assert said.code == 3
    assert str(tmp_path / "demo.sqlite") in said.err


def test_the_first_patient_makes_a_store_that_nobody_else_can_read(
    clinic: Clinic, tmp_path: Path
) -> None:
    path = tmp_path / "new" / "clinic.sqlite"
    add = ("patient", "add", "0100", "--name", "Quist, Lea", "--db", str(path))
    dry = clinic.done(*add, "-n")
    assert not path.parent.exists()
    assert clinic.run(*add).code == 4
    assert not path.parent.exists()
    assert clinic.done(*add, "-y").out == dry.out
    assert path.stat().st_mode & 0o777 == 0o600


def test_only_enrolment_makes_a_store(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    for args in WRITES:
        if args[:2] != ("patient", "add"):
            assert clinic.run(*args, "-y", "--db", str(path)).code == 3
    assert not path.exists()


def test_the_books_may_not_change_between_preview_and_save(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def somebody_else_stops_it(app: App, question: str) -> str:
        clinic.done(*STOP, "-y")
        return "y"

    monkeypatch.setattr(App, "asks", property(lambda app: True))
    monkeypatch.setattr(App, "prompt", somebody_else_stops_it)
    said = clinic.run("dose", "0007", "up 10%", "--on", "today")
    assert said.code == 5
    assert lines(said)[0] == "The books changed meanwhile; nothing was saved."
