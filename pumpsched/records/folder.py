"""The files of a folder but the ledger: people and places, pumps, and a practice's work.

Each column is described here and nowhere else: a new one is a line here, an attribute of its
domain class, a column of its table and a step of the migration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pumpsched.domain import clinic
from pumpsched.domain.calendars import Closure, When
from pumpsched.domain.clinic import Location, Setting, Visit, VisitKind
from pumpsched.domain.decisions import Decision, DecisionKind
from pumpsched.domain.errors import Unreadable
from pumpsched.domain.pump import Device
from pumpsched.domain.settings import kept_setting, known_setting
from pumpsched.domain.text import folded
from pumpsched.records import cell_types
from pumpsched.records.cell_types import CODE, DAY, TEXT, UL, WIDE_TEXT, CellType, whole, word
from pumpsched.records.spec import Cells, Derived, Field, Group, Layout, Record

if TYPE_CHECKING:
    from pumpsched.domain.catalogue import Catalogue

PATIENT = Field(
    "patient",
    CODE,
    "Code of the patient.",
    stored=("patient_id",),
    refers=True,
    names=("patient",),
    required=True,
)
"""Whose a pump, visit or authorization is."""

PATIENT_CODE = Field(
    PATIENT.column,
    cell_types.OWN_CODE,
    "Code, kept as written.",
    attribute="code",
    required=True,
    tells_apart=True,
)
NAME = Field(
    "name", cell_types.NAME, "Full name.", required=True, is_private=True, tells_apart=True
)
LATITUDE = Field("latitude", cell_types.degrees(90), "Degrees north.", is_private=True)
LONGITUDE = Field(
    "longitude", cell_types.degrees(180), "Degrees east; write --longitude=-93.27.", is_private=True
)
_MINUTES = Field("minutes", whole(5, 480), "Minutes a visit takes.", required=True)


def _take_location(cells: Cells) -> Location | None:
    latitude, longitude = LATITUDE.take(cells), LONGITUDE.take(cells)
    for one, other in ((LATITUDE, LONGITUDE), (LONGITUDE, LATITUDE)):
        if cells.given(other) and not cells.given(one):
            problem = f"a place with a {other.column} needs it"
            cells.refuse(one.column, problem, example="44.9612")
    if latitude is None or longitude is None:
        return None
    return Location(latitude, longitude)


def _location_text(location: Location | None) -> Mapping[str, str]:
    latitude, longitude = _degrees(location) if location else (None, None)
    return LATITUDE.write(latitude) | LONGITUDE.write(longitude)


def _degrees(location: Location) -> tuple[int, int]:
    return location.latitude_nano, location.longitude_nano


LOCATION = Group(
    "location",
    (LATITUDE, LONGITUDE),
    _take_location,
    _location_text,
    ("latitude_nano", "longitude_nano"),
    pack=_degrees,
    unpack=Location,
    of=attrgetter("location"),
)
BIRTH_DATE = Field(
    "birth_date",
    cell_types.BIRTH_DAY,
    "Birth date, as 1961-04-02.",
    is_private=True,
    tells_apart=True,
)
ADDRESS = Field("address", TEXT, "Street address.", is_private=True)
PHONE = Field("phone", TEXT, "Phone number.", is_private=True)
SETTING = Field("setting", word(*Setting), "Where refilled: clinic, home or either.")
ALARM = Field("alarm_ml", UL, "This patient's alarm volume [mL].", attribute="alarm_ul")

PATIENTS: Record[clinic.Patient] = Record(
    "patients.csv",
    (
        PATIENT_CODE,
        NAME,
        Derived("name_folded", lambda patient: folded(patient.name)),
        BIRTH_DATE,
        PHONE,
        ADDRESS,
        Field("postal_code", TEXT, "Postal code.", is_private=True),
        LOCATION,
        SETTING,
        Field("condition", TEXT, "What is treated.", is_private=True),
        Field("min_months", whole(0, 24), "Calendar months to the first refill day."),
        Field("max_months", whole(1, 24), "Calendar months to the last refill day."),
        Field("margin_days", whole(0, 60), "Days kept before the alarm."),
        ALARM,
        Field("visit_minutes", _MINUTES.type, _MINUTES.help),
        Field("availability", cell_types.HOURS, 'When visits fit: "Mon-Fri 09:00-16:00".'),
        Field("nurses_needed", whole(1, 2), "Nurses a visit takes: 1 or 2."),
        Field(
            "preferred_nurse",
            CODE._replace(example="N1"),
            "Code of the usual nurse.",
            names=("nurse",),
        ),
        Field("notes", TEXT, "Free text.", is_private=True),
    ),
    clinic.Patient,
    listed=(PATIENT_CODE, NAME, BIRTH_DATE, PHONE, SETTING),
)

_STAFF_CODE = cell_types.OWN_CODE._replace(example="N1")
_SITE_CODE = cell_types.OWN_CODE._replace(example="MPLS")
NURSE = Field("nurse", _STAFF_CODE, "Code, kept as written.", attribute="code", required=True)
SKILLS = Field(
    "skills", cell_types.FAMILIES, 'Pump families they refill: "SM2;SM3"; none given: all.'
)
NURSE_ROSTER = Field(
    "roster",
    cell_types.ROSTER,
    '"Mon-Thu 08:00-16:30 home; Fri 08:00-12:00 clinic:MPLS".',
    names=("site",),
)
_MAX_VISITS = Field("max_visits", whole(1, 99), "At most so many visits a day.")

NURSES: Record[clinic.Nurse] = Record(
    "nurses.csv",
    (NURSE, NAME, LOCATION, SKILLS, NURSE_ROSTER, _MAX_VISITS),
    clinic.Nurse,
    listed=(NURSE, NAME, SKILLS, NURSE_ROSTER, _MAX_VISITS),
    rare=(replace(PHONE, stored=()),),
)

SITE = Field("site", _SITE_CODE, "Code, kept as written.", attribute="code", required=True)
_SITE_NAME = replace(NAME, help="Name of the place.")
_HOURS = Field("hours", cell_types.HOURS, 'When it is open: "Mon-Fri 08:00-16:30".')
_CHAIRS = Field("chairs", whole(1, 99), "Patients refilled at once; default 1.")

SITES: Record[clinic.Site] = Record(
    "sites.csv",
    (SITE, _SITE_NAME, LOCATION, _HOURS, _CHAIRS),
    clinic.Site,
    listed=(SITE, _SITE_NAME, _HOURS, _CHAIRS),
)


def _in_order(since: Field, until: Field) -> Callable[[Cells, Any], None]:
    """The check that one day is not before another."""

    def check(cells: Cells, value: Any) -> None:
        first, last = since.of(value), until.of(value)
        if first and last and last < first:
            cells.refuse(until.column, f"is before {first}, the first day")

    return check


WHO = Field(
    "who",
    cell_types.CODE_OR_ALL,
    "Code of a site, nurse or patient; all for the practice.",
    names=("site", "nurse", "patient"),
    required=True,
)
_FROM = Field("from", DAY, "First day.", attribute="first", stored=("first_on",), required=True)
_TO = Field("to", DAY, "Last day.", attribute="last", stored=("last_on",), required=True)
REASON = Field("reason", WIDE_TEXT, "Why.", is_private=True)


CLOSURES: Record[Closure] = Record(
    "closures.csv",
    (WHO, _FROM, _TO, REASON),
    Closure,
    check=_in_order(_FROM, _TO),
    listed=(WHO, _FROM, _TO, REASON),
)

NUMBER = Field(
    "number", cell_types.NAME, "The payer's number of it.", required=True, is_private=True
)
_PAYER = Field("payer", WIDE_TEXT, "Who pays.", is_private=True)
VALID_FROM = Field("valid_from", DAY, "First day on which it holds.")
VALID_TO = Field("valid_to", DAY, "Last day on which it holds.")
_VISITS = Field("visits", whole(0, 999), "How many refills it allows; none given: any number.")


check_validity = _in_order(VALID_FROM, VALID_TO)
"""Notes an authorization that ends before it begins."""

AUTHORIZATIONS: Record[clinic.Authorization] = Record(
    "authorizations.csv",
    (PATIENT, NUMBER, _PAYER, VALID_FROM, VALID_TO, _VISITS),
    clinic.Authorization,
    check=check_validity,
    listed=(PATIENT, NAME, NUMBER, _PAYER, VALID_FROM, VALID_TO, _VISITS),
)


def _appointment(cell: str) -> When:
    at = cell_types.when(cell)
    if at.minute is None:
        raise Unreadable("at", cell, "needs a clock time", "2026-11-02T09:30")
    return at


_NEVER = When(date.min)
"""Stands in for a time that cannot be read, in a row that then gives no visit."""


def _visit(*, start: When | None, kind: VisitKind = VisitKind.REFILL, **others: Any) -> Visit:
    at = start or _NEVER
    return Visit(kind=kind, day=at.day, minute=at.minute or 0, **others)


def _moment(text: str, minute: int | None) -> When:
    return When(cell_types.parse_day(text), minute)


_VISIT_SITE = Field(
    SITE.column,
    CODE._replace(example="MPLS"),
    "Where, if at a clinic.",
    stored=("site_id",),
    refers=True,
    names=("site",),
)
_AT = Field(
    "at",
    CellType(_appointment, example="2026-11-02T09:30"),
    "Day and clock time of the practice.",
    required=True,
)
_START = Group(
    "start",
    (_AT,),
    _AT.take,
    _AT.write,
    ("day", "minute"),
    pack=lambda at: (at.day.isoformat(), at.minute),
    unpack=_moment,
    of=lambda visit: When(visit.day, visit.minute),
    required=True,
)


def _check_visit(cells: Cells, visit: Visit) -> None:
    if visit.setting is Setting.HOME and cells.given(SITE):
        cells.refuse(SITE.column, "does not belong to a home visit")
    if bool(visit.override) != bool(visit.overridden):
        cells.refuse("override_reason", "is the reason of what is overridden: one needs the other")


VISIT = Field(
    "visit", CODE._replace(example="V1"), "Code of the visit.", attribute="code", required=True
)
VISITS: Record[Visit] = Record(
    "visits.csv",
    (
        VISIT,
        Derived("number", lambda visit: visit_number(visit.code)),
        PATIENT,
        Field("kind", word(*VisitKind), "What the visit is for."),
        _START,
        _MINUTES,
        Field("setting", word(Setting.HOME, Setting.CLINIC), "home or clinic.", required=True),
        _VISIT_SITE,
        Field(
            NURSE.column,
            cell_types.CODES,
            "Code of one nurse, or of two.",
            attribute="nurses",
            stored=(),
            names=("nurse",),
        ),
        Field("status", word(*clinic.VisitStatus), "How far the visit is."),
    ),
    _visit,
    check=_check_visit,
    rare=(
        Field(
            "override_reason",
            TEXT,
            "Why it was booked in spite of a rule.",
            attribute="override",
            stored=(),
        ),
        Field("overridden", cell_types.WORDS, "Rules it was booked against.", stored=()),
    ),
)


def visit_number(code: str) -> int | None:
    """The number in a code such as ``V12``; None in any other code."""
    digits = code[1:]
    fits = code[:1] == "V" and digits.isascii() and digits.isdigit() and len(digits) < 16
    return int(digits) if fits and str(int(digits)) == digits else None


_ANYBODY = ("patient", "nurse", "site")
_PLACE = "Code of a patient, nurse or site."

TRAVEL: Record[clinic.Leg] = Record(
    "travel.csv",
    (
        Field("from", CODE, _PLACE, attribute="origin", names=_ANYBODY, required=True),
        Field("to", CODE, _PLACE, attribute="destination", names=_ANYBODY, required=True),
        Field("minutes", whole(0, 1_440), "Minutes from one to the other.", required=True),
        Field("metres", whole(0, 5_000_000), "Metres of road between them.", required=True),
    ),
    clinic.Leg,
)


def _known_key(cell: str, catalogue: Catalogue) -> str:
    return known_setting(cell, catalogue.drugs)


_KEY = Field(
    "key",
    CellType(_known_key, by_catalogue=True, example="zone"),
    "A setting, as pumpsched config lists them.",
    required=True,
)
_VALUE = Field("value", TEXT._replace(example="America/Chicago"), "Its value.", required=True)


def _read_setting(cells: Cells) -> tuple[str, str]:
    key = _KEY.take(cells)
    value = cells.required(
        _VALUE.column, lambda cell: kept_setting(key, TEXT.read(cell)) if key else cell
    )
    cells.settle()
    return key, value


SETTINGS: Layout[tuple[str, str]] = Layout(
    "settings.csv",
    (_KEY, _VALUE),
    _read_setting,
    lambda setting: _KEY.write(setting[0]) | _VALUE.write(setting[1]),
)


def _model_code(cell: str, catalogue: Catalogue) -> str:
    return catalogue.model(cell.strip()).code


def _stored_day(text: str) -> When:
    return When(cell_types.parse_day(text))


MODEL = Field(
    "model",
    CellType(_model_code, by_catalogue=True, example="SM2-20"),
    "Code of the pump model, such as SM2-20.",
    required=True,
)
SERIAL = Field("serial", TEXT, "Serial number.", is_private=True, tells_apart=True)
IMPLANTED_ON = Field(
    "implanted_on",
    # The clock time stands in another table: few implants have one.
    CellType(
        cell_types.when,
        pack=lambda at: at.day.isoformat(),
        unpack=_stored_day,
        is_day=True,
        example="2026-05-04",
    ),
    "Day of the implant, as 2026-11-02 or 2026-11-02T09:00.",
    attribute="implanted_at",
    stored=("implanted_on",),
    required=True,
)
FIXED_FLOW = Field(
    "fixed_flow_ml_day",
    cell_types.SOME_UL,
    "Flow of a constant-flow pump [mL/day].",
    attribute="fixed_flow_ul_per_day",
)
EXPLANTED_ON = Field("explanted_on", DAY, "Day it was taken out.")
_CAPACITY = Field(
    "capacity_ml",
    cell_types.SOME_UL,
    "Reservoir, where it differs from the model's [mL].",
    attribute="capacity_ul",
)
END_OF_SERVICE = Field("end_of_service_on", DAY, "End of service life, as 2030-06-30.")


def _device(*, implanted_at: When | None, serial: str = "", **others: Any) -> Device:
    # A day that cannot be read is a problem noted of its cell.
    at = implanted_at
    others |= {"implanted_on": at and at.day, "implanted_minute": at and at.minute}
    return Device(serial=serial, **others)


def check_fixed_flow(cells: Cells, model: str | None) -> None:
    """Notes a constant-flow pump without its flow, and a programmed one with a fixed flow."""
    if not model:
        return
    flow, given = FIXED_FLOW.column, cells.given(FIXED_FLOW)
    constant = cells.catalogue.model(model).constant_flow
    if constant and not given:
        cells.refuse(flow, f"a constant-flow {model} needs it", example="0.5")
    if not constant and given:
        cells.refuse(flow, f"does not belong to {model}, whose flow is programmed")


def _check_device(cells: Cells, device: Device) -> None:
    check_fixed_flow(cells, device.model)
    implanted, explanted = device.implanted_on, device.explanted_on
    if implanted and explanted and explanted < implanted:
        cells.refuse(EXPLANTED_ON.column, f"is before the implant of {implanted}")


PUMPS: Record[Device] = Record(
    "pumps.csv",
    (
        PATIENT,
        MODEL,
        SERIAL,
        IMPLANTED_ON,
        _CAPACITY,
        Field("catheter_ml", UL, "Catheter volume [mL].", attribute="catheter_ul"),
        FIXED_FLOW,
        END_OF_SERVICE,
        EXPLANTED_ON,
    ),
    _device,
    check=_check_device,
    listed=(
        *(PATIENT, MODEL, SERIAL, IMPLANTED_ON, EXPLANTED_ON, _CAPACITY, FIXED_FLOW),
        END_OF_SERVICE,
    ),
)


_DECIDED_AT = Field(
    "at",
    CellType(cell_types.when, example="2026-11-02T09:30"),
    "Day and clock time of the practice.",
    required=True,
)
_DECISION = Field(
    "decision", word(*DecisionKind), "What was decided.", attribute="kind", required=True
)
_SUBJECT = Field("subject", TEXT, "What it is about.")
_DECIDED_BY = Field("who", cell_types.NAME, "Who decided.", required=True)
UNTIL = Field("until", DAY, "Last day on which it holds.", stored=("until_on",))
RECORDED_AT = Group(
    "at",
    (_DECIDED_AT,),
    _DECIDED_AT.take,
    _DECIDED_AT.write,
    ("day", "minute"),
    pack=lambda at: (at.day.isoformat(), at.minute),
    unpack=_moment,
    of=attrgetter("at"),
    required=True,
)
"""When it was, the clock time where that is known."""

DECISIONS: Record[Decision] = Record(
    "decisions.csv",
    (
        PATIENT,
        RECORDED_AT,
        _DECISION,
        _SUBJECT,
        Field(IMPLANTED_ON.column, DAY, "The pump it is about.", stored=("pump_id",), refers=True),
        _DECIDED_BY,
        REASON,
        UNTIL,
    ),
    Decision,
    listed=(PATIENT, _DECIDED_AT, _DECISION, _SUBJECT, _DECIDED_BY, REASON, UNTIL),
)
