"""The table of commands: name, role, one line, and where it lives; and the program's help.

It is all that ``--help`` needs; the module behind a command is imported when it is invoked.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """One line of the table; ``module`` is below ``pumpsched.cli.commands``."""

    name: str
    role: str
    summary: str
    module: str


ROLES = ("nurse", "scheduler", "clinician", "admin")

COMMANDS = (
    Command(
        "due", "nurse", "Who needs a refill, most urgent first (also the bare command).", "worklist"
    ),
    Command(
        "show", "nurse", "One patient: reservoir, programme, history, window, findings.", "card"
    ),
    Command("why", "nurse", "Every step of the arithmetic behind the dates.", "card"),
    Command("refill", "nurse", "Record a refill; check the residual; next window.", "refill"),
    Command("attempt", "nurse", "Record a refill that failed.", "facts"),
    Command("stop", "nurse", "Record that the pump was stopped.", "facts"),
    Command("start", "nurse", "Record that the pump was started again.", "facts"),
    Command("bolus", "nurse", "Record a one-off bolus through the pump.", "facts"),
    Command("undo", "nurse", "Void a recorded fact, with a reason; nothing is deleted.", "facts"),
    Command("plan", "scheduler", "Propose visits for everyone due; --apply books.", "plan"),
    Command(
        "visit", "scheduler", "Appointments: add, list, move, confirm, cancel, done.", "visits"
    ),
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
        "whatif", "clinician", "What other doses would do to the dates; nothing is saved.", "dose"
    ),
    Command("bridge", "clinician", "Old drug in the line at a change of concentration.", "dose"),
    Command("patient", "clinician", "Patients: add, edit, find, archive.", "patients"),
    Command("pump", "clinician", "Pumps: implant, explant, list.", "pumps"),
    Command("import", "admin", "Bring in a folder of CSV files, or one spreadsheet.", "exchange"),
    Command("export", "admin", "Write everything out: folder, csv, json, ics.", "exchange"),
    Command("demo", "admin", "Build a synthetic clinic to try things on.", "demo"),
    Command("config", "admin", "The practice's settings: get, set.", "config"),
    Command("backup", "admin", "Write a verified copy of the store.", "upkeep"),
    Command("restore", "admin", "Put a backup in place of the store.", "upkeep"),
    Command("doctor", "admin", "Check the store and its dates from the ground up.", "upkeep"),
    Command("audit", "admin", "Who changed what; verify the chain.", "audit"),
    Command("db", "admin", "The store's layout: status, upgrade.", "upkeep"),
)

BY_NAME = {command.name: command for command in COMMANDS}


EXIT_CODES = """\
Exit codes: 0 done · 2 unreadable input · 3 not found or ambiguous · 4 refused by a safety rule, or
a confirmation is missing · 5 conflict · 6 store busy or needs upgrade · 7 store damaged, full or
read-only · 8 not permitted · 9 tampering found · 10 due --exit-code: somebody is late, alarming or
empty · 130 interrupted · 1 a bug."""


def root_help() -> str:
    """Two examples, the commands by role, the options, the exit codes."""
    lines = [
        "Examples:",
        "  pumpsched                                  who needs a refill in the next four weeks",
        "  pumpsched refill 0007 --residual 2.1 --fill 20",
        "",
        "Usage: pumpsched [OPTIONS] COMMAND [ARGS]...",
        "",
        "Refill dates and visit schedules for patients with an implanted intrathecal pump. Every",
        "date says which rule set it. It schedules and never gives dose advice: verify with the",
        "programmer.",
    ]
    for role in ROLES:
        lines += ["", f"For the {role}:" if role != "admin" else "Care of the data:"]
        lines += [f"  {c.name:<9} {c.summary}" for c in COMMANDS if c.role == role]
    lines += [
        "",
        "Options (after the command, too):",
        "  --db PATH|URL   the store (or PUMPSCHED_DB; default: the user data directory)",
        "  --demo          the demo store",
        "  --json          one JSON document on stdout",
        "  --as-of DATE    look from that day (reads only)",
        "  --version       the version",
        "  --install-completion [SHELL], --show-completion [SHELL]   Tab for bash, zsh, fish",
        "  -h, --help      this text; pumpsched COMMAND --help for one command",
        "",
        EXIT_CODES,
        "",
    ]
    return "\n".join(lines)
