"""Texts of the files read plainly into whole numbers: uL, ng/day, ng/mL and minutes.

The first third of the slow oracle; the choices taken are listed in ``minute_simulator``.
"""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from fractions import Fraction

Row = dict[str, str]
Mixture = tuple[tuple[str, int], ...]
"""Drugs with their strengths (ng/mL), the programmed one first; saline is a mixture of none."""

DAY = 1440
_STABLE_DAYS = {"baclofen": 180, "clonidine": 90, "morphine": 90, "hydromorphone": 90}
_STABLE_DAYS |= {"bupivacaine": 84}
_MODELS = {  # family: alarm volume in uL, accuracy
    "SM2": (2000, Fraction(145, 1000)),
    "SM3": (2000, Fraction(145, 1000)),
    "PROMETRA": (3000, Fraction(15, 100)),
    "PROMETRA2": (3000, Fraction(15, 100)),
    "CODMAN3000": (2000, Fraction(10, 100)),
}
_NANO = {"ng": 1, "mcg": 1000, "ug": 1000, "\u00b5g": 1000, "\u03bcg": 1000, "mg": 1_000_000}
_NUMBER = r"(\d+(?:\.\d+)?)\s*"
_MASS = _NUMBER + "(ng|mcg|ug|\u00b5g|\u03bcg|mg)"


def _whole(number: str, scale: int) -> int:
    value = Fraction(number) * scale
    if value.denominator != 1:
        raise ValueError(f"{number} is finer than the unit")
    return value.numerator


def _match(pattern: str, text: str) -> tuple[str, ...]:
    found = re.fullmatch(pattern, text.strip(), re.IGNORECASE)
    if found is None:
        raise ValueError(f"unreadable quantity: {text!r}")
    return tuple(part or "" for part in found.groups())


def microlitres(text: str) -> int:
    """Read a volume such as ``20`` or ``2.1 mL`` as uL."""
    return _whole(_match(_NUMBER + r"(ml)?", text)[0], 1000)


def mass_ng(text: str) -> int:
    """Read a mass with its unit as ng."""
    number, unit = _match(_MASS, text)
    return _whole(number, _NANO[unit.lower()])


def is_volume(text: str) -> bool:
    """Tell a volume from a mass."""
    return text.strip().lower().endswith("l")


def _a_day(per: str) -> int:
    return 24 if per.lower() == "h" else 1


def dose_ng_per_day(text: str) -> int:
    """Read a dose of mass with its unit as ng/day."""
    number, unit, per = _match(_MASS + r"/(day|d|h)", text)
    return _whole(number, _NANO[unit.lower()] * _a_day(per))


def flow_ul_per_day(text: str) -> int | None:
    """Read a dose given as a flow as uL/day; None for a dose of mass."""
    if "ml" not in text.lower():
        return None
    number, per = _match(_NUMBER + r"ml/(day|d|h)", text)
    return _whole(number, 1000 * _a_day(per))


def parse_mixture(text: str) -> Mixture:
    """Read a mixture as (drug, ng/mL) pairs, the programmed drug first."""
    if text.strip().lower() == "saline":
        return ()
    pairs = (_match(r"([a-z]+)\s+" + _MASS + "/ml", part) for part in text.split("+"))
    return tuple((name.lower(), _whole(num, _NANO[unit.lower()])) for name, num, unit in pairs)


def mixture_text(mixture: Mixture) -> str:
    """Write a mixture canonically: mcg/mL below 1000 mcg/mL, mg/mL from there on."""

    def strength(ng: int) -> str:
        shift, unit = (6, "mg") if ng >= 1_000_000 else (3, "mcg")
        return f"{Decimal(ng).scaleb(-shift).normalize():f} {unit}/mL"

    return " + ".join(f"{name} {strength(ng)}" for name, ng in mixture) or "saline"


def patient_bolus(text: str) -> tuple[int, int]:
    """Read a patient bolus as the mass of one activation (ng) and the activations a day."""
    if not text or text.strip().lower() == "none":
        return 0, 0
    pattern = _MASS + r"\s*x\s*(\d+)\s*/\s*(?:day|d)(?:\s+lockout.*)?"
    number, unit, times = _match(pattern, text)
    return _whole(number, _NANO[unit.lower()]), int(times)


def flex_steps(text: str) -> list[tuple[int, str]]:
    """Read a flex programme as steps: the minute at which each begins and its dose."""
    steps = [_match(r"(\d\d):(\d\d)\s+(.+)", step) for step in text.split(";")]
    return [(int(hours) * 60 + int(minutes), dose) for hours, minutes, dose in steps]


def day_and_minute(text: str) -> tuple[date, int | None]:
    """Read ``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM`` as the day and the minute of it, if given."""
    day, _, clock = text.partition("T")
    return date.fromisoformat(day), int(clock[:2]) * 60 + int(clock[3:5]) if clock else None


def add_months(day: date, months: int) -> date:
    """Move a date by calendar months, falling back to the last day of a shorter month."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def model_values(pump: Row) -> tuple[int, Fraction]:
    """Return the alarm volume (uL) and the accuracy (a fraction) of a pump's model."""
    return _MODELS[pump["model"].split("-")[0].upper()]


def stable_days(mixture: Mixture, known: set[str]) -> int | None:
    """Return the in-reservoir days of a mixture, None where none is known.

    Args:
        mixture: The mixture filled.
        known: The drugs that were in this pump on an earlier day.
    """
    days = [_STABLE_DAYS[name] for name, _ in mixture if name in _STABLE_DAYS]
    for name, strength in mixture:
        if name == "ziconotide":
            pure = len(mixture) == 1 and strength in (25_000, 100_000)
            days.append((84 if pure else 40) if name in known else 14)
    return min(days, default=None)
