"""Hypothesis strategies for a value of every kind of file."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from pumpsched.records.panel import PanelRow
from tests.builders.values import (
    EARLIEST_BIRTH,
    LATEST,
    ArchiveMark,
    Authorization,
    CalendarEntry,
    Closure,
    Contact,
    ContactMeans,
    ContactOutcome,
    Decision,
    DecisionKind,
    Device,
    Filled,
    Leg,
    Nurse,
    OrderMark,
    OrderState,
    Patient,
    Programmed,
    ReadOut,
    Setting,
    Site,
    Visit,
    VisitKind,
    VisitStatus,
    When,
)
from tests.records.invented import (
    CATALOGUE,
    codes,
    days,
    events,
    hours,
    locations,
    minutes,
    mixtures,
    names,
    programmes,
    rosters,
    some_volumes,
    texts,
    volumes,
)

patients = st.builds(
    Patient,
    code=codes,
    name=names,
    birth_date=st.none() | st.dates(EARLIEST_BIRTH, LATEST),
    phone=texts,
    address=texts,
    postal_code=texts,
    location=st.none() | locations,
    setting=st.sampled_from(Setting),
    condition=texts,
    min_months=st.none() | st.integers(0, 24),
    max_months=st.none() | st.integers(1, 24),
    margin_days=st.none() | st.integers(0, 60),
    alarm_ul=st.none() | st.integers(0, 10**9),
    visit_minutes=st.integers(5, 480),
    availability=hours,
    nurses_needed=st.integers(1, 2),
    preferred_nurse=st.just("") | codes,
    notes=texts,
)


@st.composite
def devices(draw: st.DrawFn) -> Device:
    """A pump of any model, with a fixed flow where the model has one."""
    model = draw(st.sampled_from(sorted(CATALOGUE.models)))
    implanted, explanted = sorted([draw(days), draw(days)])
    positive = st.integers(1, 10**9)
    return Device(
        draw(codes),
        model,
        draw(texts),
        implanted,
        capacity_ul=draw(st.none() | positive),
        catheter_ul=draw(st.none() | st.integers(0, 10**6)),
        fixed_flow_ul_per_day=draw(positive) if CATALOGUE.models[model].constant_flow else None,
        end_of_service_on=draw(st.none() | days),
        explanted_on=draw(st.sampled_from([None, explanted])),
    )


families = st.sampled_from(sorted({model.family for model in CATALOGUE.models.values()}))
nurses = st.builds(
    Nurse,
    code=codes,
    name=names,
    location=st.none() | locations,
    skills=st.lists(families, unique=True, max_size=3).map(tuple),
    roster=rosters,
    max_visits=st.none() | st.integers(1, 99),
    phone=texts,
)
sites = st.builds(
    Site,
    code=codes,
    name=names,
    location=st.none() | locations,
    hours=hours,
    chairs=st.integers(1, 99),
)


@st.composite
def closures(draw: st.DrawFn) -> Closure:
    """A closure of one or more days."""
    first, last = sorted([draw(days), draw(days)])
    return Closure(draw(st.just("all") | codes), first, last, draw(texts))


@st.composite
def authorizations(draw: st.DrawFn) -> Authorization:
    """An authorization with either end open or not."""
    first, last = sorted([draw(days), draw(days)])
    visits = draw(st.none() | st.integers(0, 999))
    ends = draw(st.sampled_from([(first, last), (None, last), (first, None), (None, None)]))
    return Authorization(draw(codes), draw(names), draw(texts), *ends, visits)


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    """A visit at home or in a clinic, with up to two nurses."""
    setting = draw(st.sampled_from([Setting.HOME, Setting.CLINIC]))
    overridden = draw(st.just([]) | st.lists(codes, unique=True, min_size=1, max_size=2))
    return Visit(
        code=draw(codes),
        patient=draw(codes),
        kind=draw(st.sampled_from(VisitKind)),
        day=draw(days),
        minute=draw(minutes),
        minutes=draw(st.integers(5, 480)),
        setting=setting,
        site=draw(codes) if setting is Setting.CLINIC else "",
        nurses=tuple(draw(st.lists(codes, unique=True, max_size=2))),
        status=draw(st.sampled_from(VisitStatus)),
        override=draw(names) if overridden else "",
        overridden=tuple(overridden),
    )


calendar_entries = st.builds(
    CalendarEntry,
    calendar=names,
    visit=codes,
    sequence=st.integers(0, 10**6),
    former=st.lists(codes, unique=True, max_size=3).map(tuple),
)
decisions = st.builds(
    Decision,
    patient=codes,
    at=st.builds(When, days, st.none() | minutes),
    kind=st.sampled_from(DecisionKind),
    who=names,
    reason=texts,
    subject=texts,
    implanted_on=st.none() | days,
    until=st.none() | days,
)
contacts = st.builds(
    Contact,
    patient=codes,
    at=st.builds(When, days, st.none() | minutes),
    outcome=st.sampled_from(ContactOutcome),
    who=names,
    means=st.sampled_from(ContactMeans),
    note=texts,
)
order_marks = st.one_of(
    st.builds(
        OrderMark,
        *(codes, st.builds(When, days, st.none() | minutes)),
        st.sampled_from([each for each in OrderState if each is not OrderState.LATE]),
        names,
        until=st.none(),
    ),
    st.builds(OrderMark, codes, st.builds(When, days), st.just(OrderState.LATE), names, until=days),
)
archive_marks = st.builds(
    ArchiveMark,
    *(codes, st.builds(When, days, st.none() | minutes), names),
    number=st.just("") | names,
    until=st.none() | days,
    reason=texts,
)
legs = st.builds(Leg, codes, codes, st.integers(0, 1_440), st.integers(0, 5_000_000))
settings_rows = st.sampled_from(
    [("zone", "America/Denver"), ("margin_days", "9"), ("working_days", "Mon-Thu")]
)


@st.composite
def panel_rows(draw: st.DrawFn) -> PanelRow:
    """A patient without a pump, with an empty one, or with one filled and perhaps programmed."""
    patient = draw(patients)
    model = draw(st.none() | st.sampled_from(sorted(CATALOGUE.models)))
    if model is None:
        return PanelRow(patient)
    flow = draw(st.integers(1, 10**6)) if CATALOGUE.models[model].constant_flow else None
    device = Device(
        *(patient.code, model, draw(texts), draw(days)),
        fixed_flow_ul_per_day=flow,
        end_of_service_on=draw(st.none() | days),
    )
    if draw(st.booleans()):
        return PanelRow(patient, device)
    filled = When(draw(days))
    fill = Filled(
        at=filled,
        injected=draw(some_volumes),
        mixture=draw(mixtures),
        residual=draw(st.none() | volumes),
        programmed=draw(st.none() | volumes),
    )
    programme = draw(st.none() | programmes())
    alarm_on = draw(st.none() | days)
    told = () if programme is None else (Programmed(at=filled, programme=programme),)
    read = () if alarm_on is None else (ReadOut(at=filled, alarm_on=alarm_on),)
    authorization = draw(st.none() | authorizations().map(lambda each: _bare(each, patient.code)))
    return PanelRow(patient, device, (fill, *told, *read), authorization)


def _bare(authorization: Authorization, patient: str) -> Authorization:
    """What a panel says of an authorization."""
    return authorization._replace(patient=patient, payer="", visits=None)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "settings.csv": settings_rows,
    "sites.csv": sites,
    "nurses.csv": nurses,
    "patients.csv": patients,
    "pumps.csv": devices(),
    "events.csv": events,
    "decisions.csv": decisions,
    "closures.csv": closures(),
    "authorizations.csv": authorizations(),
    "visits.csv": visits(),
    "travel.csv": legs,
    "calendar.csv": calendar_entries,
    "contacts.csv": contacts,
    "orders.csv": order_marks,
    "archive.csv": archive_marks,
    "panel.csv": panel_rows(),
}
"""Any value of each kind of file."""
