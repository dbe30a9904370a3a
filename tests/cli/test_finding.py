"""Findings stand until somebody says that they are known, and therapies end until a review."""

from __future__ import annotations

from tests.cli.clinic import Clinic

ACK = ("finding", "ack", "0007", "residual-differs", "--reason", "checked", "-y")
END = ("decision", "add", "0040", "therapy-ended", "--by", "Dr Vale", "--reason", "weaned", "-y")


def filled_short(clinic: Clinic, *args: str) -> None:
    """A refill with 10 mL less than the pump should hold; its flow is not looked at."""
    clinic.done("config", "set", "calibration", "off", "-y")
    clinic.done("refill", "0007", "--residual", "5", "--fill", "20", "-y", *args)


def listed(clinic: Clinic, *args: str) -> list[tuple[str, str]]:
    """Patient and code of each finding listed."""
    items = clinic.done("finding", "list", *args, "--json").json["items"]
    return [(each["patient"], each["code"]) for each in items]


def codes(clinic: Clinic, *args: str) -> list[str]:
    """Codes that the worklist has of 0007."""
    items = clinic.done("due", "--all", "--json", *args).json["items"]
    return next(each["findings"] for each in items if each["patient"] == "0007")


def status(clinic: Clinic, *args: str) -> tuple[str, int]:
    """How 0040 stands, and the exit code of the list of those who press."""
    said = clinic.run("due", "--all", "--json", "--exit-code", *args)
    return next(i["status"] for i in said.json["items"] if i["patient"] == "0040"), said.code


def test_a_warning_comes_back_until_it_is_acknowledged_and_show_goes_on_naming_it(
    clinic: Clinic,
) -> None:
    filled_short(clinic)
    assert ("0007", "residual-differs") in listed(clinic)
    clinic.done(*ACK, "--actor", "ann")
    assert ("0007", "residual-differs") not in listed(clinic)
    assert ("0007", "residual-differs") in listed(clinic, "0007", "--all")
    assert codes(clinic) == []
    assert "(acknowledged by ann on 2026-11-22)" in clinic.done("show", "0007").out


def test_an_acknowledgement_ends_on_its_day(clinic: Clinic) -> None:
    filled_short(clinic)
    clinic.done(*ACK, "--until", "2026-11-30")
    assert codes(clinic, "--as-of", "2026-11-30") == []
    assert codes(clinic, "--as-of", "2026-12-01") == ["residual-differs"]


def test_a_warning_is_not_gone_with_the_next_good_fill(clinic: Clinic) -> None:
    filled_short(clinic, "--on", "2026-11-10T09:00")
    clinic.done("refill", "0007", "--residual", "17.1", "--fill", "20", "-y")
    assert codes(clinic) == ["residual-differs"]
    assert clinic.done("doctor", "--json").json["stale"] == []
    clinic.done(*ACK)
    assert codes(clinic) == []


def test_the_same_warning_of_another_fill_comes_back(clinic: Clinic) -> None:
    filled_short(clinic, "--on", "2026-11-10T09:00")
    clinic.done(*ACK)
    clinic.done("refill", "0007", "--residual", "5", "--fill", "20", "-y")
    (found,) = clinic.done("finding", "list", "0007", "--json").json["items"]
    assert found["since"] == "2026-11-22T10:00"


def test_only_an_open_finding_that_comes_back_is_acknowledged(clinic: Clinic) -> None:
    assert clinic.run(*ACK).code == 3
    clinic.done("refill", "0007", "--residual", "0", "--fill", "20", "-y")
    restart = clinic.run("finding", "ack", "0007", "restart-undecided", "--reason", "x", "-y")
    assert (restart.code, "decision add 0007 restart" in restart.err) == (4, True)


def test_a_finding_is_carried_further_the_later_the_refill_is(clinic: Clinic) -> None:
    clinic.done("config", "set", "calibration", "off", "-y")
    clinic.done("refill", "0012", "--residual", "16", "--fill", "5", "--on", "2026-11-22", "-y")
    steps = [
        clinic.done("finding", "list", "0012", "--as-of", day, "--json").json["items"][0]["step"]
        for day in ("2026-11-23", "2027-02-01", "2027-02-10")
    ]
    assert steps == ["next", "today", "now"]


def test_a_therapy_that_has_ended_presses_nobody_until_its_review(clinic: Clinic) -> None:
    clinic.done("refill", "0012", "--residual", "16", "--fill", "20", "-y")
    later = ("--as-of", "2027-02-20")
    assert status(clinic, *later) == ("late", 10)
    clinic.done(*END, "--until", "2027-03-01")
    assert status(clinic, *later)[0] == "stopped"
    assert status(clinic, "--as-of", "2027-03-01") == ("late", 10)


def test_the_end_of_a_therapy_needs_a_review_and_a_pump_at_rest(clinic: Clinic) -> None:
    assert clinic.run(*END).code == 2
    running = [each.replace("0040", "0007") for each in END]
    assert clinic.run(*running, "--until", "2027-03-01").code == 4


def test_a_pump_that_is_started_again_no_longer_counts_as_ended(clinic: Clinic) -> None:
    clinic.done(*END, "--until", "2027-03-01", "--on", "2026-11-20T08:00")
    clinic.done("start", "0040", "-y")
    assert "therapy-ended" not in clinic.done("show", "0040", "--json").out.split('"decisions"')[0]
