"""One person under two codes, one pump in two bodies: what zeros lost in a sheet make of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from pumpsched.domain.pump import Device
from pumpsched.domain.text import bare_code, same_name


class Sameness(StrEnum):
    """What two patients have in common that two people hardly have, in words after "the same"."""

    PERSON = "name and birth date"
    PUMP = "pump serial number"
    CODE = "code but for zeros or case"


Shared = tuple[Sameness, str]
"""What two patients may have in common, and its text, equal where they do."""


def of_person(code: str, name: str, born: date | None) -> Iterator[Shared]:
    """What tells a person from all others; a name without its birth date does not."""
    yield Sameness.CODE, bare_code(code)
    if born is not None:
        yield Sameness.PERSON, f"{same_name(name)} {born}"


def of_pump(device: Device) -> Shared | None:
    """What tells a pump from all others: family and serial number; None without a number in it."""
    serial = re.sub(r"[\W_]", "", device.serial.casefold())
    if not re.search(r"\d", serial):
        return None
    return Sameness.PUMP, f"{device.model.partition('-')[0]} {serial.lstrip('0')}"


MERGED = "merged into"
"""How the reason begins with which a patient is archived who turned out to be another one."""
_MERGED = rf"{MERGED} ([A-Za-z0-9][A-Za-z0-9._/-]*)(?:: .*)?"


def merged_note(into: str, reason: str) -> str:
    """The reason of an archive of a patient who was brought together with another one."""
    return f"{MERGED} {into}: {reason}"


def merged_into(note: str) -> str | None:
    """The code of the patient into whom the one archived for this reason was merged, if so."""
    match = re.fullmatch(_MERGED, note)
    return match and match[1]
