"""The day of an exchange: what was the old pump's, what is the new one's, however it comes in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.clinic import Clinic

DAY = "2026-11-20"
IMPLANT = (
    "pump",
    "implant",
    "0007",
    "--model",
    "SM2-40",
    "--serial",
    "NEW",
    "--on",
    f"{DAY}T09:00",
)
STOP = ("stop", "0007", "--on", f"{DAY}T07:30")
DOSE = ("dose", "0007", "120 mcg/day", "--on", f"{DAY}T09:40")


def fill(at: str) -> tuple[str, ...]:
    """A fill of the day of the exchange."""
    return ("refill", "0007", "--fill", "20", "--on", f"{DAY}T{at}", "--again", "exchange")


def homes(clinic: Clinic) -> list[tuple[str, str, str]]:
    """Event, time and serial of each fact of that day that stands."""
    history = clinic.done("show", "0007", "--json").json["history"]
    return sorted(
        (fact["event"], fact["at"][11:], fact["pump"]["serial"])
        for fact in history
        if not fact["voided"] and fact["event"] != "void" and fact["at"].startswith(DAY)
    )


def state(clinic: Clinic, *args: str) -> dict[str, Any]:
    """A patient's card without its history."""
    found = clinic.done("show", "0007", "--json", *args).json
    return {key: found[key] for key in ("status", "states", "serial", "filled_on", "refill_by")}


@pytest.mark.parametrize(
    "order",
    [
        (STOP, IMPLANT, fill("09:30"), DOSE),
        (IMPLANT, fill("09:30"), DOSE, STOP),
        (IMPLANT, STOP, DOSE, fill("09:30")),
    ],
)
def test_a_stop_before_the_implant_is_the_old_pumps_in_whatever_order_it_is_typed(
    clinic: Clinic, order: tuple[tuple[str, ...], ...]
) -> None:
    for command in order:
        clinic.done(
            *command,
            "-y",
            *(("--mixture", "baclofen 500 mcg/mL") if command[0] == "refill" else ()),
        )
    assert homes(clinic) == [
        ("dose", "09:40", "NEW"),
        ("fill", "09:30", "NEW"),
        ("stop", "07:30", "S0007"),
    ]
    assert state(clinic)["states"] == ["waiting"]


@pytest.mark.parametrize("order", [("07:00", "08:45"), ("08:45", "07:00")])
def test_the_last_fill_of_the_day_is_the_new_pumps_and_the_one_before_it_the_olds(
    clinic: Clinic, order: tuple[str, str]
) -> None:
    clinic.done(*IMPLANT, "-y")
    for at in order:
        clinic.done(*fill(at), "--mixture", "baclofen 500 mcg/mL", "-y")
    assert homes(clinic) == [("fill", "07:00", "S0007"), ("fill", "08:45", "NEW")]
    assert state(clinic)["filled_on"] == DAY
    assert clinic.done("doctor", "--json").json["well"] is True


def test_once_the_last_fill_is_void_the_one_before_it_is_the_new_pumps(clinic: Clinic) -> None:
    clinic.done(*IMPLANT, "-y")
    clinic.done(*fill("07:00"), "--mixture", "baclofen 500 mcg/mL", "-y")
    before = state(clinic)
    clinic.done(*fill("08:45"), "--mixture", "baclofen 500 mcg/mL", "-y")
    clinic.done("undo", "--reason", "typed twice", "-y")
    assert homes(clinic) == [("fill", "07:00", "NEW")]
    assert state(clinic) == before


def test_an_exchange_comes_back_from_its_folder_as_it_was(clinic: Clinic, tmp_path: Path) -> None:
    clinic.done(*STOP, "-y")
    clinic.done(*IMPLANT, "-y")
    clinic.done(*fill("07:00"), "--mixture", "baclofen 500 mcg/mL", "-y")
    clinic.done(*fill("08:45"), "--mixture", "baclofen 500 mcg/mL", "-y")
    clinic.done("export", "folder", str(tmp_path / "once"))
    other = Clinic(tmp_path / "other.sqlite")
    other.done("import", str(tmp_path / "once"), "-y")
    assert homes(other) == homes(clinic)
    assert state(other) == state(clinic)
    other.done("export", "folder", str(tmp_path / "twice"))
    for file in sorted((tmp_path / "once").iterdir()):
        assert (tmp_path / "twice" / file.name).read_bytes() == file.read_bytes(), file.name
    assert f"0007,SM2-40,NEW,{DAY}T09:00," in (tmp_path / "once" / "pumps.csv").read_text()
