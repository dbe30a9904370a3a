"""The help of the program itself."""

from __future__ import annotations

from pumpsched.cli.commands import COMMANDS, ROLES

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
