"""One call of every command that writes, on the invented clinic of the CLI's tests."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer

from tests.builders.command import COMMANDS, app


@dataclass(frozen=True)
class Case:
    """A command line; ``$NAME`` stands for a path that :mod:`tests.crash.stage` makes.

    Attributes:
        args: What is typed, without the options that every write takes.
        before: Command lines run first, undisturbed.
        anew: Whether the store is made by the command itself.
        numbered: Whether a request id keeps it from being recorded twice.
        spoilt: A statement that spoils the store first, behind the package's back.
    """

    args: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    anew: bool = False
    numbered: bool = True
    spoilt: str = ""


def _case(text: str, *more: str, before: tuple[str, ...] = (), **options: Any) -> Case:
    earlier = tuple(tuple(shlex.split(line)) for line in before)
    return Case((*shlex.split(text), *more), earlier, **options)


def _mending() -> Case:
    return Case(("doctor", "--mend"), numbered=False, spoilt="DELETE FROM outlook")


_TODAYS = ("visit add 0007 --at 2026-11-22T09:00 --setting clinic --override urgent",)
_ROSTERED = (
    "nurse edit N1 --roster 'Mon-Fri 08:00-16:30 clinic:MPLS'",
    "nurse edit N2 --roster 'Mon-Fri 08:00-16:30 home'",
)
_CONFIRMED = ("visit confirm V1",)
_HOLIDAY = ("closure add all 2026-12-24",)
_AUTHORIZED = ("auth add 0007 --number A1 --payer Acme",)
_DECIDED = ("decision add 0007 off-label --by Vale --reason seen",)

CASES: dict[str, Case] = {
    "refill": _case("refill 0007 --residual 14 --fill 19"),
    "attempt": _case("attempt 0007 --reason unwell"),
    "stop": _case("stop 0007"),
    "start": _case("start 0040"),
    "bolus": _case("bolus 0007 0.01mg"),
    "aspirate": _case("aspirate 0007 0.5mL"),
    "empty": _case("empty 0007 --residual 15"),
    "readout": _case("readout 0007 --alarm 2027-01-16 --reservoir 15.1"),
    "mri": _case("mri 0007 --on 2026-12-10"),
    "undo": _case("undo 3 --reason slip"),
    "plan": _case("plan 4w --apply", before=_ROSTERED),
    "visit add": _case("visit add 0007 --at 2026-12-02T10:00 --setting clinic"),
    "visit move": _case("visit move V1 --at 2026-11-25T10:00"),
    "visit confirm": _case("visit confirm V1"),
    "visit cancel": _case("visit cancel V1 --reason weather"),
    "visit release": _case("visit release --nurse N1 --day 2026-11-24", before=_CONFIRMED),
    "visit done": _case("visit done V2", before=_TODAYS),
    "visit missed": _case("visit missed V2", before=_TODAYS),
    "nurse add": _case("nurse add N4 --phone 612-555-0104", "--name", "Di Ash"),
    "nurse edit": _case("nurse edit N1 --phone 612-555-0101", "--name", "Ada Quill-Moss"),
    "nurse off": _case("nurse off N1 2026-12-07 --reason course"),
    "site add": _case("site add EAST", "--name", "East Side"),
    "site edit": _case("site edit MPLS --chairs 4"),
    "closure add": _case("closure add all 2026-12-24"),
    "closure remove": _case("closure remove all 2026-12-24", before=_HOLIDAY),
    "closure holidays": _case("closure holidays US 2027"),
    "nurse archive": _case("nurse archive N1 --reason left"),
    "site archive": _case("site archive MPLS"),
    "auth archive": _case("auth archive 0007 A1", before=_AUTHORIZED),
    "auth add": _case("auth add 0007 --number A1 --payer Acme --visits 4"),
    "auth edit": _case("auth edit 0007 A1 --visits 6", before=_AUTHORIZED),
    "contact": _case("contact 0007 --said left-message"),
    "orders mark": _case("orders mark V1 ordered"),
    "dose": _case("dose 0007", "130 mcg/day"),
    "patient add": _case("patient add 0099", "--name", "Moe, Zed", "--birth-date", "1990-01-02"),
    "patient edit": _case("patient edit 0007 --phone 612-555-0188"),
    "patient archive": _case("patient archive 0012 --reason moved"),
    "patient merge": _case("patient merge 0021 0040 --reason twice"),
    "patient distinct": _case("patient distinct 0003 0007 --reason sisters"),
    "pump implant": _case("pump implant 0021 --model SM2-20 --serial S9 --on 2026-11-20"),
    "pump explant": _case("pump explant 0040"),
    "pump undo": _case("pump undo 0040 --reason slip", before=("pump explant 0040",)),
    "pump edit": _case("pump edit 0007 --serial S8"),
    "decision add": _case("decision add 0007 off-label --by Vale --reason seen"),
    "decision withdraw": _case("decision withdraw 0007 off-label --reason slip", before=_DECIDED),
    "finding ack": _case("finding ack 0012 flow-outside-model --reason known"),
    "import": _case("import $FOLDER"),
    "demo": _case("demo", anew=True, numbered=False),
    "config set": _case("config set margin_days 10"),
    "doctor": _case("doctor --clock-is-right --reason checked"),
    "restore": _case("restore $COPY", before=("stop 0007",), numbered=False),
}
"""A call of each command that takes a request id."""

OTHERS: dict[str, Case] = {
    "refill with its dose": _case("refill 0007 --fill 19 --dose 130mcg/d --alarm 2027-01-02"),
    "import anew": _case("import $FOLDER", anew=True),
    "patient add anew": _case("patient add 0099", "--name", "Moe, Zed", anew=True),
    "import panel": _case("import $PANEL"),
    "doctor --mend": _mending(),
    "demo --fresh": _case("demo --fresh --patients 3", before=("demo",), anew=True, numbered=False),
}
"""Further ways of the same commands."""


def writing_commands() -> Iterator[str]:
    """The words of every command that takes a request id.

    Not ``db upgrade``: it writes no change, and is killed at every statement in ``migrating``.
    """
    root: Any = typer.main.get_command(app)
    for command in COMMANDS:
        made = root.get_command(None, command.name)
        for name, leaf in getattr(made, "commands", {"": made}).items():
            if any("--request-id" in parameter.opts for parameter in leaf.params):
                words = f"{command.name} {name}".strip()
                if words != "db upgrade":
                    yield words
