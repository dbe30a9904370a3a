"""The table of commands: name, role, one line, and where it lives.

It is all that ``--help`` needs; the module behind a command is imported when it is invoked.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """One line of the table; ``module`` is below ``pumpsched.cli``."""

    name: str
    role: str
    summary: str
    module: str


ROLES = ("nurse", "scheduler", "clinician", "admin")

COMMANDS = (
    Command(
        "due", "nurse", "Who needs a refill, most urgent first (also the bare command).", "due"
    ),
    Command(
        "show", "nurse", "One patient: reservoir, programme, history, window, findings.", "show"
    ),
    Command("why", "nurse", "Every step of the arithmetic behind the dates.", "why"),
    Command("refill", "nurse", "Record a refill; check the residual; next window.", "refill"),
    Command("attempt", "nurse", "Record a refill that failed.", "switch"),
    Command("stop", "nurse", "Record that the pump was stopped.", "switch"),
    Command("start", "nurse", "Record that the pump was started again.", "switch"),
    Command("bolus", "nurse", "Record a one-off bolus through the pump.", "switch"),
    Command("undo", "nurse", "Void a recorded fact, with a reason; nothing is deleted.", "undo"),
    Command("plan", "scheduler", "Propose visits for everyone due; --apply books.", "plan"),
    Command("visit", "scheduler", "Appointments: add, list, move, confirm, cancel, done.", "visit"),
    Command("route", "scheduler", "A nurse's day in order, with what to carry.", "route"),
    Command(
        "simulate", "scheduler", "The clinic played forward: margins, staff, home.", "simulate"
    ),
    Command("nurse", "scheduler", "Nurses: rosters, skills, days off.", "nurse"),
    Command("site", "scheduler", "Clinic locations: hours, chairs.", "site"),
    Command("closure", "scheduler", "Closed or absent days; public holidays.", "closure"),
    Command("auth", "scheduler", "Payer authorizations.", "auth"),
    Command("orders", "scheduler", "What to order by which day for the booked visits.", "orders"),
    Command("dose", "clinician", "Record a programme, or show the dose history.", "dose"),
    Command(
        "whatif", "clinician", "What other doses would do to the dates; nothing is saved.", "whatif"
    ),
    Command("bridge", "clinician", "Old drug in the line at a change of concentration.", "bridge"),
    Command("patient", "clinician", "Patients: add, edit, find, archive.", "patient"),
    Command("pump", "clinician", "Pumps: implant, explant, list.", "pump"),
    Command("import", "admin", "Bring in a folder of CSV files, or one spreadsheet.", "exchange"),
    Command("export", "admin", "Write everything out: folder, csv, json, ics.", "exchange"),
    Command("demo", "admin", "Build a synthetic clinic to try things on.", "demo"),
    Command("config", "admin", "The practice's settings: get, set.", "config"),
    Command("backup", "admin", "Write a verified copy of the store.", "care"),
    Command("restore", "admin", "Put a backup in place of the store.", "care"),
    Command("doctor", "admin", "Check the store and its dates from the ground up.", "care"),
    Command("audit", "admin", "Who changed what; verify the chain.", "audit"),
    Command("db", "admin", "The store's layout: status, upgrade.", "db"),
)

BY_NAME = {command.name: command for command in COMMANDS}
