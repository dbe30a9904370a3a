"""A person who types a command and follows what is suggested until it is done."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.cli.clinic import Clinic
from tests.cli.suggested import DOSES, Refused, Words, filled

MOST_STEPS = 7
"""A mismatch, a clock time, a dose, a second fill, a slip, what is unusual, and yes: no command is
refused more often."""
READING = ("show", "pump list", "visit list", "nurse list", "site list", "audit", "due")
GROUPS = ("pump", "visit", "patient", "nurse", "site")
ANSWERS = {
    "--again": "as ordered",
    "--accept-mismatch": "as ordered",
    "--override": "as ordered",
    "--reason": "as ordered",
    "--on": "2026-11-21T09:30",
    "--at": "2026-12-07T09:30",
    "--mixture": "baclofen 500 mcg/mL",
    "--dose": "120 mcg/day",
    "--fill": "18",
    "--model": "SM2-20",
    "--serial": "S9",
    "--implanted-on": "2026-05-04",
    "--fixed-flow-ml-day": "0.5",
}
"""What a person fills into the blank after each option."""
Told = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A command as it was typed.

    Attributes:
        command: Its name.
        whom: The patient or visit that it is about.
        told: What is told with it, by option; a word that is no option stands alone.
    """

    command: str
    whom: str
    told: Told
    yes: bool = True

    def words(self) -> Words:
        """The command line."""
        found = [*self.command.split(), self.whom]
        for name, value in self.told.items():
            found += [name, value] if name.startswith("--") else [value]
        return (*found, *(["--yes"] if self.yes else []))

    @property
    def dose(self) -> str:
        """What the dose is called in it."""
        return "DOSE" if self.command == "dose" else "--dose"

    def with_more(self, words: Words) -> Asked:
        """The same command with more told; a confirmation is no news."""
        if words == ("--yes",):
            return self
        if words[0] in DOSES:
            even = self.without("--flex")
            return replace(even, told={**even.told, self.dose: DOSES[words[0]]})
        pairs = zip(words[::2], words[1::2], strict=True)
        return replace(self, told={**self.told, **{k: v for k, v in pairs if k != "--confirm"}})

    def without(self, what: str) -> Asked:
        """The same command with something left out."""
        name = self.dose if what == "the dose" else what
        return replace(self, told={k: v for k, v in self.told.items() if k != name})


Compare = Callable[[Clinic, Clinic, Asked], str]
"""What differs, in words, between what was asked and what a clinic recorded beyond another."""


@dataclass
class Seen:
    """What following the suggestions showed.

    Attributes:
        met: How often each refusal was met.
        done: How often each command was done in the end.
        astray: What was recorded otherwise than it was asked.
        taken: Suggestions that were taken as they stand.
        other: Other commands that are not known to be another, or cannot be done.
        endless: Commands refused once more after every step.
        untold: Suggestions that a person reads otherwise than a program.
    """

    met: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    astray: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    endless: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)


class Follower:
    """A person at a store that is made anew whenever something was saved."""

    def __init__(
        self, made: Path, path: Path, compare: Compare, openly_other: Mapping[tuple[str, str], str]
    ) -> None:
        self.made, self.path = made, path
        self.compare, self.openly_other = compare, openly_other
        self.clinic, self.seen = Clinic(path), Seen()
        self._renew()

    def _renew(self) -> None:
        shutil.copy(self.made, self.path)

    def follow(self, asked: Asked) -> None:
        """Types a command, and follows every suggestion until it is done or refused for good."""
        self._follow(asked, asked.words(), MOST_STEPS)

    def _follow(self, asked: Asked, words: Words, steps: int) -> None:
        said = self.clinic.run(*words, "--json")
        if said.code == 0:
            self.seen.done[asked.command] += 1
            if fault := self.compare(Clinic(self.made), self.clinic, asked):
                self.seen.astray.append(f"{words}: {fault}")
            self._renew()
            return
        refused = Refused.of(said)
        self.seen.met[refused.code] += 1
        if not steps:
            self.seen.endless.append(f"{words}: {refused.text}")
            return
        if self.seen.met[refused.code] == 1:
            self._read(words, refused)
        self._look_at_others(refused)
        for what in refused.less:
            shorter = asked.without(what)
            self._follow(shorter, shorter.words(), steps - 1)
        for more in refused.more:
            answered = filled(more, refused.values, ANSWERS)
            if answered != more:
                self._take_as_it_stands((*words, *more))
            again = asked.with_more(answered)
            told = again.words() if more[0] in DOSES else (*words, *answered)
            self._follow(again, told, steps - 1)

    def _read(self, words: Words, refused: Refused) -> None:
        """Reads the same refusal on a screen."""
        shown = self.clinic.run(*words).err.splitlines()[-1]
        if refused.next_step and shown != f"  Try: {refused.next_step}":
            self.seen.untold.append(f"{refused.next_step} is shown as {shown}")

    def _take_as_it_stands(self, words: Words) -> None:
        """Pastes a suggestion with its blanks."""
        said = self.clinic.run(*words)
        if said.code not in (2, 4) or self.path.read_bytes() != self.made.read_bytes():
            self.seen.taken.append(f"{words} ended with {said.code}")
            self._renew()

    def _look_at_others(self, refused: Refused) -> None:
        """Passes another command that only reads, or is known to be another; it can be done."""
        for words in refused.others:
            name = _name(words)
            if name in READING or words[-1] == "--help":
                continue
            answered = filled(words, (), ANSWERS)
            if answered != words:
                self._take_as_it_stands((*words, "-y"))
            if (refused.code, name) not in self.openly_other or not self._can_be_done(answered):
                self.seen.other.append(f"{refused.code}: {' '.join(answered)}")

    def _can_be_done(self, words: Words) -> bool:
        """Whether a command is done, what it asks consented to, or leads to another or reading."""
        for _ in range(MOST_STEPS):
            said = self.clinic.run(*words, "-y", "--json")
            if said.code == 0:
                self._renew()
                return True
            refused = Refused.of(said)
            if not refused.more:
                return all(
                    _name(each) in READING or (refused.code, _name(each)) in self.openly_other
                    for each in refused.others
                )
            words = (*words, *filled(refused.more[0], refused.values, ANSWERS))
        return False


def _name(words: Words) -> str:
    return " ".join(words[:2]) if words[0] in GROUPS else words[0]
