"""The settings of a practice: known keys, their defaults, their grammar.

A setting is stored as text and read once into :class:`Practice`; an unknown key is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from pumpsched.domain.calendars import EVERYBODY, Closure, WorkingDays, parse_weekdays
from pumpsched.domain.errors import Unreadable
from pumpsched.domain.pump import Calibration, WindowRules
from pumpsched.domain.quantities import NUMBER, Concentration, Dose, Volume, number_problem
from pumpsched.domain.text import clean_text

if TYPE_CHECKING:
    from pumpsched.domain.catalogue import Drug, Plausible
    from pumpsched.domain.clinic import Patient

_COUNT = r"[0-9]{1,5}"
CALIBRATION_BEFORE = {"use": Calibration.APPLY}
"""What an older store calls a kind of calibration."""
LEAST_SD_UL, LARGEST_SD_UL = 100, 5_000
"""Between these a residual is read [µL], one standard deviation."""


def count(low: int, high: int) -> Callable[[str, str], None]:
    """A rule: whole numbers from ``low`` to ``high``."""

    def check(value: str, noun: str) -> None:
        if not re.fullmatch(_COUNT, value) or not low <= int(value) <= high:
            raise Unreadable(noun, value, f"needs a whole number from {low} to {high}")

    return check


def one_of(*words: str, older: Iterable[str] = ()) -> Callable[[str, str], None]:
    """A rule: one of these words, or of those that an older store may have."""

    def check(value: str, noun: str) -> None:
        if value not in (*words, *older):
            raise Unreadable(noun, value, f"needs one of: {', '.join(words)}")

    return check


def _positive(value: str, noun: str) -> None:
    needs, is_number = "needs a number above zero", re.fullmatch(NUMBER, value)
    if not is_number or Fraction(value) <= 0:
        # Where a number has no unit, none is missing.
        problem = needs if is_number else number_problem(value, needs)
        raise Unreadable(noun, value, problem, "1.3")


def _spread(value: str, noun: str) -> None:
    ul = Volume.parse(value, noun).ul
    if not LEAST_SD_UL <= ul <= LARGEST_SD_UL:
        raise Unreadable(noun, value, "needs a volume from 0.1 mL to 5 mL", "0.6")


def _dose(value: str, noun: str) -> None:
    Dose.parse(value, noun)


def _concentration(value: str, noun: str) -> None:
    Concentration.parse(value, noun)


def _stock(value: str, noun: str) -> None:
    _concentrations(value, noun)


def _concentrations(value: str, noun: str = "") -> tuple[Concentration, ...]:
    """Concentrations parted by semicolons; an empty text has none."""
    return tuple(Concentration.parse(part.strip(), noun) for part in value.split(";") if value)


def _any_text(value: str, noun: str) -> None:
    clean_text(value, noun)


def _zone(value: str, noun: str) -> None:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise Unreadable(noun, value, "is no IANA time zone", "America/Chicago") from None


FIXED_ZONE = "is a fixed offset and no place with its summer time"
_PLACES = {
    -10: "Pacific/Honolulu",
    -9: "America/Anchorage",
    -8: "America/Los_Angeles",
    -7: "America/Denver",
    -6: "America/Chicago",
    -5: "America/New_York",
    -4: "America/Puerto_Rico",
}
_ANY_DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed offset is the same on every day


def place_of_fixed(zone: str) -> str | None:
    """The place probably meant by a zone that names none; None for a zone with a region."""
    if "/" in zone and not zone.startswith("Etc/"):
        return None
    offset = ZoneInfo(zone).utcoffset(_ANY_DAY) or timedelta()
    return _PLACES.get(offset // timedelta(hours=1), "America/Chicago")


def _weekdays(value: str, noun: str) -> None:
    parse_weekdays(value, noun)


class Rule(NamedTuple):
    """A setting: its default, what it means, and what it accepts."""

    default: str
    meaning: str
    check: Callable[[str, str], None]


RULES: dict[str, Rule] = {
    "zone": Rule("America/Chicago", "IANA time zone of the practice", _zone),
    "margin_days": Rule("7", "days kept between the last refill day and the alarm", count(0, 60)),
    "min_months": Rule("1", "calendar months from a fill to the first refill day", count(0, 24)),
    "max_months": Rule("3", "calendar months from a fill to the last refill day", count(1, 24)),
    "notice_days": Rule(
        "14", "days before its last working day from which a refill is due", count(0, 60)
    ),
    "working_days": Rule("Mon-Fri", "days on which the practice works", _weekdays),
    "calibration": Rule(
        Calibration.APPLY.value,
        "whether residuals bring the last refill day forward",
        one_of(*Calibration, older=tuple(CALIBRATION_BEFORE)),
    ),
    "emergency_line": Rule("", "whom to call for somebody who cannot wait", _any_text),
    "residual_sd_ml": Rule("0.6", "standard deviation of a residual as read [mL]", _spread),
    "second_check": Rule(
        "off", "a second person types drug, volume and dose again", one_of("off", "on")
    ),
    "ask_at_refill": Rule(
        "off", "a refill on a terminal asks for labels, check volume, waste", one_of("off", "on")
    ),
    "waste_witness": Rule(
        "off", "a schedule II residual that is drawn needs a witness", one_of("off", "on")
    ),
    "home_controlled": Rule("allow", "schedule II refills at home", one_of("allow", "no")),
    "order_lead_days": Rule("5", "working days from a drug order to the refill", count(0, 60)),
    "authorization_notice_days": Rule(
        "60", "days before its end to ask for the next authorization", count(0, 365)
    ),
    "detour": Rule("1.3", "road distance over straight distance", _positive),
    "speed_kmh": Rule("45", "average driving speed [km/h]", _positive),
    "break_minutes": Rule("30", "break in a shift over six hours [min]", count(0, 120)),
    "break_after_minutes": Rule("360", "length of a shift that needs it [min]", count(60, 960)),
    "start_grid_minutes": Rule(
        "5", "a proposed visit starts at a multiple of it [min]", count(1, 60)
    ),
    "regular_hours": Rule("8", "hours of a nurse's day without overtime", _positive),
    "price_travel": Rule("1", "price of a minute driven [min]", count(0, 99)),
    "price_overtime": Rule("2", "price of a minute of overtime [min]", count(0, 99)),
    "price_other_nurse": Rule("20", "price of another than the usual nurse [min]", count(0, 9999)),
    "price_early_extra": Rule(
        "30", "added to a visit that is brought forward [min]", count(0, 9999)
    ),
    "price_last_days": Rule("40", "price of the last working day of a window [min]", count(0, 999)),
    "reserve_days": Rule("3", "last working days that have a share of it", count(1, 30)),
    "price_home_in_clinic": Rule(
        "60", "price of a home patient in the clinic [min]", count(0, 9999)
    ),
    "price_unauthorized": Rule(
        "240", "price of a visit that no payer has authorized [min]", count(0, 9999)
    ),
    "price_moved": Rule("30", "price of moving a booked visit [min]", count(0, 9999)),
    "price_late_day": Rule("500", "price of a day late, times urgency [min]", count(1, 99999)),
    "price_left_out": Rule("2000", "price of leaving out, times urgency [min]", count(1, 99999)),
}


MAX_DOSE = "max_dose"
MAX_CONCENTRATION = "max_concentration"
STOCK = "stock"
OF_A_DRUG: dict[str, tuple[str, Callable[[str, str], None]]] = {
    MAX_DOSE: ("dose a day, with every patient bolus, beyond which is asked", _dose),
    MAX_CONCENTRATION: ("concentration beyond which is asked", _concentration),
    STOCK: ("concentrations in stock, A; B", _stock),
}
"""Settings of each drug (``max_dose.baclofen``): meaning and rule; what the catalogue holds
plausible, or knows to be sold, where a practice has set none."""


@dataclass(frozen=True)
class Practice:
    """A practice's settings with the defaults filled in, and its working days."""

    values: Mapping[str, str]
    working: WorkingDays

    @classmethod
    def of(cls, recorded: Mapping[str, str], closures: tuple[Closure, ...] = ()) -> Practice:
        """The practice with these recorded settings and closures of any kind."""
        values = {key: rule.default for key, rule in RULES.items()} | dict(recorded)
        weekdays = parse_weekdays(values["working_days"])
        everybody = tuple(closure for closure in closures if closure.who == EVERYBODY)
        return cls(values, WorkingDays(weekdays, everybody))

    @property
    def zone(self) -> ZoneInfo:
        """The practice's time zone."""
        return ZoneInfo(self.values["zone"])

    def number(self, key: str) -> int:
        """A setting that is a whole number."""
        return int(self.values[key])

    def plausible(self, drug: Drug) -> Plausible:
        """What of a drug is taken unasked: what the practice has set, else the catalogue's."""
        dose = self.values.get(f"{MAX_DOSE}.{drug.code}")
        concentration = self.values.get(f"{MAX_CONCENTRATION}.{drug.code}")
        shipped = drug.plausible
        return shipped._replace(
            dose=Dose.parse(dose) if dose else shipped.dose,
            concentration=Concentration.parse(concentration)
            if concentration
            else shipped.concentration,
        )

    def stock(self, drug: Drug) -> tuple[Concentration, ...]:
        """Concentrations of a drug in stock: what the practice has set, else what labels sell."""
        recorded = self.values.get(f"{STOCK}.{drug.code}")
        sold = map(Concentration, drug.label_concentrations_ng_per_ml)
        return _concentrations(recorded) if recorded else tuple(sold)

    @property
    def usual_rules(self) -> WindowRules:
        """The refill rules of a patient without own ones."""
        return WindowRules(
            margin_days=self.number("margin_days"),
            min_months=self.number("min_months"),
            max_months=self.number("max_months"),
            notice_days=self.number("notice_days"),
            working=self.working,
            calibration=self._calibration,
            residual_sd_ul=Volume.parse(self.values["residual_sd_ml"]).ul,
            waste_witness=self.values["waste_witness"] == "on",
            max_doses=tuple(self._max_doses()),
        )

    def _max_doses(self) -> Iterator[tuple[str, Dose]]:
        for key, value in self.values.items():
            kind, _, drug = key.partition(".")
            if kind == MAX_DOSE and value:
                yield drug, Dose.parse(value)

    @property
    def _calibration(self) -> Calibration:
        word = self.values["calibration"]
        return CALIBRATION_BEFORE.get(word) or Calibration(word)

    def rules_for(self, patient: Patient) -> WindowRules:
        """The patient's refill rules: own values first, then the practice's."""
        usual = self.usual_rules
        return usual.with_own(
            margin_days=patient.margin_days,
            min_months=patient.min_months,
            max_months=patient.max_months,
            alarm_ul=patient.alarm_ul,
        )


def _usual(key: str) -> int:
    """A whole number as shipped."""
    return int(RULES[key].default)


class PlanRules(NamedTuple):
    """Limits and prices of a plan, each the setting of its name; prices in a nurse's minutes.

    Attributes:
        home_controlled: ``allow`` or ``no``: schedule II refills at home.
        start_grid_minutes: A proposed visit starts at a multiple of it after midnight.
        regular_minutes: A nurse's day without overtime: the setting ``regular_hours``.
        price_early_extra: Added to the length of a visit, of which each day early costs the share
            of one day in the interval since the fill.
        price_last_days, reserve_days: A visit on the last working day of its window, or after it,
            costs the price; each working day before that an equal step less, down to nothing after
            so many, in whole minutes rounded down.
        price_late_day, price_left_out: Times six less the withdrawal rank.
    """

    order_lead_days: int = _usual("order_lead_days")
    home_controlled: str = RULES["home_controlled"].default
    break_minutes: int = _usual("break_minutes")
    break_after_minutes: int = _usual("break_after_minutes")
    start_grid_minutes: int = _usual("start_grid_minutes")
    regular_minutes: int = 60 * _usual("regular_hours")
    price_travel: int = _usual("price_travel")
    price_overtime: int = _usual("price_overtime")
    price_other_nurse: int = _usual("price_other_nurse")
    price_early_extra: int = _usual("price_early_extra")
    price_last_days: int = _usual("price_last_days")
    reserve_days: int = _usual("reserve_days")
    price_home_in_clinic: int = _usual("price_home_in_clinic")
    price_unauthorized: int = _usual("price_unauthorized")
    price_moved: int = _usual("price_moved")
    price_late_day: int = _usual("price_late_day")
    price_left_out: int = _usual("price_left_out")
    detour: Fraction = Fraction(RULES["detour"].default)
    speed_kmh: Fraction = Fraction(RULES["speed_kmh"].default)

    @classmethod
    def of(cls, practice: Practice) -> PlanRules:
        """The rules that a practice has set."""
        values = practice.values
        prices = {name: int(text) for name, text in values.items() if name.startswith("price_")}
        return cls(
            order_lead_days=practice.number("order_lead_days"),
            home_controlled=values["home_controlled"],
            break_minutes=practice.number("break_minutes"),
            break_after_minutes=practice.number("break_after_minutes"),
            start_grid_minutes=practice.number("start_grid_minutes"),
            regular_minutes=int(Fraction(values["regular_hours"]) * 60),
            reserve_days=practice.number("reserve_days"),
            detour=Fraction(values["detour"]),
            speed_kmh=Fraction(values["speed_kmh"]),
            **prices,
        )


AS_SHIPPED = PlanRules()


def known_setting(key: str, drugs: Iterable[str], noun: str = "key") -> str:
    """The key of a setting, if there is one of that name.

    Args:
        key: What was given.
        drugs: Codes of the catalogue's drugs, each of which has its own :data:`OF_A_DRUG`.
        noun: Name of the option or column for messages.

    Raises:
        Unreadable: There is none; the nearest is named.
    """
    known = [*RULES, *(f"{kind}.{drug}" for kind in OF_A_DRUG for drug in drugs)]
    if key in known:
        return key
    near = get_close_matches(key[:80].lower(), known, n=1)
    said = f"did you mean {near[0]}?" if near else f"known: {', '.join(RULES)}"
    raise Unreadable(noun, key, f"is no setting; {said}")


def meaning(key: str) -> str:
    """What a known setting means."""
    return RULES[key].meaning if key in RULES else OF_A_DRUG[key.partition(".")[0]][0]


def check_setting(key: str, value: str, noun: str = "") -> str:
    """The value, if the key, one that is known, accepts it anew.

    Raises:
        Unreadable: It does not; nor is a zone of fixed offset accepted, which stores may have.
    """
    kept_setting(key, value, noun)
    place = place_of_fixed(value) if key == "zone" else None
    if place is not None:
        raise Unreadable(noun or key, value, FIXED_ZONE, place)
    return value


def kept_setting(key: str, value: str, noun: str = "") -> str:
    """The value, if the key, one that is known, accepts it in a store or a file of one.

    Raises:
        Unreadable: It does not.
    """
    check = RULES[key].check if key in RULES else OF_A_DRUG[key.partition(".")[0]][1]
    check(value, noun or key)
    return value
