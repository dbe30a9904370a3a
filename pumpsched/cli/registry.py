"""The table of commands: name, role, one line, and where it lives; and the program's help.

It is all that ``--help`` needs; the module behind a command is imported when it is invoked.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Command(NamedTuple):
    """One line of the table; ``module`` is below ``pumpsched.cli.commands``."""

    name: str
    role: str
    summary: str
    module: str


_OF_ROLES = {
    "nurse": (
        ("due", "worklist", "Who needs a refill, most urgent first (also the bare command)."),
        ("show", "card", "One patient: reservoir, programme, history, window, findings."),
        ("why", "card", "Every step of the arithmetic behind the dates."),
        ("card", "purse_card", "The emergency card for the patient's purse, to print."),
        ("refill", "refill", "Record a refill; check the residual; next window."),
        ("attempt", "facts", "Record a refill that failed."),
        ("stop", "facts", "Record that the pump was stopped."),
        ("start", "facts", "Record that the pump was started again."),
        ("bolus", "facts", "Record a one-off bolus through the pump."),
        ("aspirate", "facts", "Record a volume taken out between fills."),
        ("empty", "facts", "Record that the reservoir was emptied and left so."),
        ("readout", "facts", "Record what the programmer printed."),
        ("mri", "mri", "The day of an MRI: what is done before it, and after."),
        ("finding", "finding", "What is worth attention until acknowledged: list, ack."),
        ("undo", "facts", "Void a recorded fact, with a reason; nothing is deleted."),
    ),
    "scheduler": (
        ("plan", "plan", "Propose visits for everyone due; --apply books."),
        ("slots", "slots", "What can be offered to a patient on the phone."),
        ("contact", "contact", "What came of a call; PATIENT alone: the calls."),
        ("demand", "demand", "The following refills, week by week, against the roster."),
        ("visit", "visits", "Appointments: add, list, move, confirm, cancel, done."),
        ("board", "board", "The week: nurses by days, and who has nobody coming."),
        ("route", "route", "A nurse's day in order, with what to carry."),
        ("simulate", "simulate", "The clinic played forward: margins, staff, home."),
        ("nurse", "nurse", "Nurses: rosters, skills, days off."),
        ("site", "site", "Clinic locations: hours, chairs."),
        ("closure", "closure", "Closed or absent days; public holidays."),
        ("auth", "auth", "Payer authorizations."),
        ("orders", "orders", "What to order by which day for the booked visits."),
    ),
    "clinician": (
        ("dose", "dose", "Record a programme, or show the dose history."),
        ("whatif", "dose", "What other doses would do to the dates; nothing is saved."),
        ("bridge", "dose", "Old drug in the line at a change of concentration."),
        ("decision", "decision", "Who decided what, why and until when: list, add, withdraw."),
        ("patient", "patients", "Patients: add, edit, find, archive."),
        ("pump", "pumps", "Pumps: implant, explant, list."),
    ),
    "admin": (
        ("import", "exchange", "Bring in a folder of CSV files, or one spreadsheet."),
        ("export", "exchange", "Write everything out: folder, csv, json, ics."),
        ("demo", "demo", "Build a synthetic clinic to try things on."),
        ("config", "config", "The practice's settings: get, set."),
        ("calibration", "flow_report", "How well the residuals of this practice are foretold."),
        ("backup", "upkeep", "Write a verified copy of the store."),
        ("restore", "upkeep", "Put a backup in place of the store."),
        ("doctor", "upkeep", "Check the store and its dates from the ground up."),
        ("audit", "audit", "Who changed what; verify the chain."),
        ("db", "upgrade", "The store's layout: status, upgrade."),
        ("help", "help", "This text; with a TOPIC or a command, what is said of it."),
    ),
}
ROLES = tuple(_OF_ROLES)
COMMANDS = tuple(
    Command(name, role, summary, module)
    for role, commands in _OF_ROLES.items()
    for name, module, summary in commands
)
BY_NAME = {command.name: command for command in COMMANDS}


_TOPICS = Path(__file__).with_name("help")


def topics() -> list[str]:
    """What ``pumpsched help`` tells of, besides commands."""
    return sorted(path.stem for path in _TOPICS.glob("*.txt"))


def topic_text(topic: str) -> str:
    """What is told of a topic."""
    return (_TOPICS / f"{topic}.txt").read_text(encoding="utf-8")


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
        lines += [f"  {c.name:<11} {c.summary}" for c in COMMANDS if c.role == role]
    lines += [
        "",
        "Options (after the command, too):",
        "  --db PATH|URL   the store (or PUMPSCHED_DB; default: the user data directory)",
        "  --demo          the demo store",
        "  --json          one JSON document on stdout",
        "  --as-of DATE    look from that day (reads only)",
        "  -V, --version   the version",
        "  --install-completion [SHELL], --show-completion [SHELL]   Tab for bash, zsh, fish",
        "  -h, --help      this text; pumpsched COMMAND --help for one command",
        "",
        f"Topics, with pumpsched help TOPIC: {', '.join(topics())}",
        "",
        EXIT_CODES,
        "",
    ]
    return "\n".join(lines)
