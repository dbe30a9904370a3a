"""P4: twenty people at once never lose each other's work, on either back end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from tests.backends import POSTGRES
from tests.builders.store import open_store, reading
from tests.cli.clinic import NOW, build_clinic
from tests.crash.cases import CASES
from tests.crash.content import content_of
from tests.crash.crowd import tally_in
from tests.crash.nursery import CLI, Job, Nursery, Outcome
from tests.crash.stage import Stage
from tests.effort import some, tries
from tests.postgres import fresh_database
from tests.store.records import examined

PEOPLE = 20
ROUNDS = tries(short=2, full=25)


@pytest.fixture(scope="module")
def clinic_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented clinic's store."""
    path = tmp_path_factory.mktemp("crowd") / "clinic.sqlite"
    build_clinic(path)
    return path


@pytest.fixture
def location(backend: str, clinic_copy: Path, tmp_path: Path) -> Iterator[str]:
    """Where the invented clinic is, a copy of this test's own."""
    if backend == POSTGRES:
        with fresh_database("clinic", lambda url: build_clinic(cast(Path, url))) as url:
            yield url
    else:
        yield str(shutil.copy(clinic_copy, tmp_path / "store.sqlite"))


def together(nursery: Nursery, location: str, *calls: list[str], target: str = "") -> list[Outcome]:
    env = {"PUMPSCHED_DB": location, "PUMPSCHED_ACTOR": "ann"}
    target = f"tests.crash.crowd:{target}" if target else CLI
    return nursery.together([Job(args, target, env=env, now=NOW) for args in calls])


def assert_well(location: str) -> None:
    engine = open_store(location)
    assert examined(engine, today=date(2026, 11, 22)).is_well
    engine.dispose()


@pytest.mark.campaign
def test_twenty_people_lose_nothing(nursery: Nursery, location: str) -> None:
    calls = [[str(number), str(ROUNDS)] for number in range(PEOPLE)]
    for outcome in together(nursery, location, *calls, target="write_many"):
        assert outcome.code == 0, outcome.err
        assert json.loads(outcome.out) == []
    engine = open_store(location)
    with reading(engine) as books:
        entries = list(books.audit_entries())
        ids = {entry.request_id for entry in entries} - {None}
        assert ids == {f"{number}-{each}" for number in range(PEOPLE) for each in range(ROUNDS)}
        assert sorted(entry.seq for entry in entries) == list(range(1, len(entries) + 1))
        assert len(entries) == 1 + PEOPLE * ROUNDS
        visits = list(books.visits())
        assert len({visit.code for visit in visits}) == len(visits)
        assert len(visits) == 1 + PEOPLE * ROUNDS // 5
        boluses = [e.fact.seq for e in books.entries("0007")]
        assert len(set(boluses)) == 2 + PEOPLE * ROUNDS // 5
    engine.dispose()
    assert_well(location)


def test_the_defaults_do_lose_updates(
    nursery: Nursery, backend: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = str(tmp_path / "plain.sqlite")
    if backend == POSTGRES:
        url = request.getfixturevalue("postgres_url").replace("postgresql", "postgresql+psycopg")
    assert tally_in(url) == 0
    calls = [[url, "10"] for _ in range(PEOPLE)]
    told = sum(int(o.out or 0) for o in together(nursery, url, *calls, target="count_up"))
    assert tally_in(url) < told


def test_one_request_of_twenty_processes_is_recorded_once(nursery: Nursery, location: str) -> None:
    args = ["refill", "0007", "--residual", "14", "--fill", "19", "-y", "--request-id", "r1"]
    outcomes = together(nursery, location, *[[*args, "--json"]] * PEOPLE)
    assert [outcome.code for outcome in outcomes] == [0] * PEOPLE
    answers = [json.loads(outcome.out) for outcome in outcomes]
    later = [each for each in answers if each["schema"] == "pumpsched/recorded/1"]
    assert len(later) == PEOPLE - 1
    assert all(each == later[0] for each in later)
    assert sum("already recorded" in outcome.err for outcome in outcomes) == PEOPLE - 1
    engine = open_store(location)
    with reading(engine) as books:
        assert len(books.entries("0007")) == 3
    engine.dispose()
    assert_well(location)


NUMBERED = [name for name, case in CASES.items() if case.numbered]


@pytest.mark.campaign
@pytest.mark.parametrize("name", some(NUMBERED, short=17))
def test_a_request_that_another_process_just_recorded_is_known(
    stages: Callable[[str], Stage], name: str
) -> None:
    stage = stages(name)
    with stage.opened() as place:
        assert stage.run(place).code == 0
        late = stage.run(place, target="tests.crash.crowd:forgetful")
        assert (late.code, late.err) == (0, "already recorded\n")
        assert content_of(place / stage.store) == stage.after


def test_one_slot_goes_to_one_of_two_schedulers(nursery: Nursery, location: str) -> None:
    slot = ["--at", "2026-12-02T10:00", "--nurse", "N1", "-y", "--json"]
    calls = [["visit", "add", patient, *slot] for patient in ("0007", "0012")]
    lost, won = sorted(together(nursery, location, *calls), key=lambda o: o.code, reverse=True)
    assert (won.code, lost.code) == (0, 5)
    patient, error = json.loads(won.out)["patient"], json.loads(lost.err)["error"]
    assert (error["code"], error["visit"]) == ("slot-taken", "V2")
    assert error["message"].startswith(f"Visit V2 of {patient} is at 2026-12-02T10:00 for 45 min")


def test_a_plan_is_booked_by_one_of_two_schedulers(nursery: Nursery, location: str) -> None:
    rosters = {"N1": "Mon-Fri 08:00-16:30 clinic:MPLS", "N2": "Mon-Fri 08:00-16:30 home"}
    for nurse, roster in rosters.items():
        [done] = together(nursery, location, ["nurse", "edit", nurse, "--roster", roster, "-y"])
        assert done.code == 0, done.err
    outcomes = together(nursery, location, *[["plan", "4w", "--apply", "-y"]] * 2)
    assert {outcome.code for outcome in outcomes} <= {0, 5}
    engine = open_store(location)
    with reading(engine) as books:
        booked = [visit.patient for visit in books.visits(open_only=True)]
    assert len(booked) == len(set(booked)) > 1
    engine.dispose()
