"""Plans, routes, orders, and clinics played forward, as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pumpsched.cli.documents import findings_documents, ml, picked, range_document
from pumpsched.domain.calendars import clock_text, hours_text
from pumpsched.domain.clinic import WORST_FIRST, Cover, Location, Nurse
from pumpsched.domain.quantities import decimal_text, rounded_text
from pumpsched.domain.travel import Trip, day_clock
from pumpsched.records.plain import number

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from pumpsched.cli.context import App
    from pumpsched.domain.route_sheet import RouteSheet, Stop
    from pumpsched.planning.explain.choices import NextBest
    from pumpsched.planning.explain.remedies import Remedy
    from pumpsched.planning.proposal import PlannedVisit, Totals, Workload
    from pumpsched.simulation.figures import Forecast, Period
    from pumpsched.usecases.orders import Order, OrderList
    from pumpsched.usecases.plan import Danger, Proposal
    from pumpsched.usecases.plan_questions import AskedFor, Compared, Reasons


def plan_document(app: App, proposal: Proposal, uncovered: Sequence[Danger]) -> dict[str, Any]:
    """A proposed plan, with what it found."""
    plan = proposal.plan
    return {
        "from": plan.first,
        "to": plan.last,
        "visits": [_visit_document(visit) for visit in plan.visits],
        "unplaced": [
            picked(each, "patient", "reason", "detail", "refill_by") for each in plan.unplaced
        ],
        "routes": [
            {
                "nurse": route.nurse,
                "date": route.day,
                "place": route.place,
                "start": clock_text(route.start),
                "end": clock_text(route.end),
                **picked(route, "travel_min", "travel_m", "stops"),
            }
            for route in plan.routes
        ],
        "totals": totals_document(plan.totals) | danger_counts(uncovered),
        "findings": findings_documents(app, proposal.findings),
        "uncovered": [
            {
                "patient": one.demand.code,
                "cover": one.cover,
                "safe_until": one.demand.safe_until,
                "why": one.why or None,
            }
            for one in uncovered
        ],
    }


def danger_counts(uncovered: Sequence[Danger]) -> dict[str, int]:
    """How many are uncovered in each way, worst first; nobody counts twice."""
    found = Counter(one.cover for one in uncovered)
    words = {Cover.NONE: "unplaced"}
    return {words.get(cover, cover.value): found[cover] for cover in WORST_FIRST}


def _visit_document(visit: PlannedVisit) -> dict[str, Any]:
    return {
        "patient": visit.patient,
        "date": visit.day,
        "start": clock_text(visit.minute),
        "minutes": visit.minutes,
        "setting": visit.setting,
        "site": visit.site or None,
        **picked(visit, "nurses", "refill_by", "opens_on", "travel_min", "travel_m"),
        **picked(visit, "locked", "late", "moved"),
        "visit": visit.code or None,
        "findings": [finding.code for finding in visit.findings],
    }


def totals_document(totals: Totals) -> dict[str, Any]:
    """The totals of a plan."""
    usual, of = totals.by_usual, totals.with_usual
    return {
        **picked(totals, "travel_min", "travel_m", "overtime_min", "visits", "late", "unplaced"),
        **picked(totals, "moved", "cost_min", "cost", "booked"),
        "usual_nurse": {
            "visits": usual,
            "of": of,
            "share": number(decimal_text(10_000 * usual // of, 4)) if of else None,
        },
        "work": _load_document(totals.load),
        "nurses": [{"nurse": load.nurse} | _load_document(load) for load in totals.loads],
    }


def _load_document(load: Workload) -> dict[str, Any]:
    days = {"least": load.least_min, "median": load.median_min, "most": load.most_min}
    return picked(load, "days", "visits", "travel_min", "work_min") | {"day_min": days}


def reasons_document(app: App, asked: AskedFor, reasons: Reasons) -> dict[str, Any]:
    """Why one patient's visit is where it is, or what would give one."""
    item, binding = asked.item, reasons.reasons[0]
    return {
        "patient": item.patient,
        "name": item.name,
        "status": item.status,
        "left_out": reasons.is_left_out,
        "rule": binding.rule,
        "reason": binding.sentence,
        "reasons": [
            {"about": each.about, "rule": each.rule, "reason": each.sentence}
            for each in reasons.reasons
        ],
        "visit": _slot(reasons.visit) if reasons.visit else None,
        "next_best": (
            _slot(reasons.next_best) | {"more_min": reasons.next_best.more_min}
            if reasons.next_best
            else None
        ),
        "change": _change(reasons.remedy) if reasons.remedy else None,
        "otherwise": reasons.otherwise or None,
        "next": app.suggesting(reasons.next_step or asked.next_step),
    }


def _slot(visit: PlannedVisit | NextBest) -> dict[str, Any]:
    return {
        "date": visit.day,
        "start": clock_text(visit.minute),
        "site": visit.site or None,
        "nurses": visit.nurses,
    }


def _change(remedy: Remedy) -> dict[str, Any]:
    """A change: the rule eased, the condition, the visit it gives."""
    return {
        "rule": remedy.easing.rule,
        "condition": remedy.easing.words,
        "on": remedy.easing.day,
        "booked_first": remedy.booked_first,
        "visit": _slot(remedy.visit),
    }


def figures(totals: Totals) -> Mapping[str, int]:
    """The figures by which two plans are compared, by what they are called."""
    return {
        "visits": totals.visits,
        "left out": totals.unplaced,
        "late": totals.late,
        "moved": totals.moved,
        "driven": totals.travel_min,
        "overtime": totals.overtime_min,
        "by the usual nurse": totals.by_usual,
        "shortest day": totals.load.least_min,
        "median day": totals.load.median_min,
        "longest day": totals.load.most_min,
        "cost": totals.cost_min,
    }


def staffing_document(
    found: Compared, now_uncovered: Sequence[Danger], then_uncovered: Sequence[Danger]
) -> dict[str, Any]:
    """Two plans compared, and whom each leaves uncovered."""
    now, then = found.now.plan, found.then.plan
    before, after = figures(now.totals), figures(then.totals)
    return {
        "from": now.first,
        "to": now.last,
        "with": [_nurse_document(nurse) for nurse in found.joined],
        "without": [nurse.code for nurse in found.gone],
        "today": totals_document(now.totals) | danger_counts(now_uncovered),
        "then": totals_document(then.totals) | danger_counts(then_uncovered),
        "difference": {key.replace(" ", "_"): after[key] - value for key, value in before.items()},
        "newly_placed": found.newly_placed,
        "newly_left_out": found.newly_left_out,
        "free_to_move": found.freed,
        "decide": [_booked_document(visit) for visit in found.undecided],
    }


def _nurse_document(nurse: Nurse) -> dict[str, Any]:
    at = nurse.location or Location(0, 0)
    return {
        "nurse": nurse.code,
        "roster": hours_text(nurse.roster),
        "skills": nurse.skills or None,
        "latitude": number(decimal_text(at.latitude_nano, 9)),
        "longitude": number(decimal_text(at.longitude_nano, 9)),
        "max_visits": nurse.max_visits,
    }


def _booked_document(visit: PlannedVisit) -> dict[str, Any]:
    return {
        "visit": visit.code,
        "patient": visit.patient,
        "kind": visit.kind,
        "date": visit.day,
        "start": clock_text(visit.minute),
        "nurses": visit.nurses,
    }


def figures_document(period: Period) -> dict[str, Any]:
    """The figures of a period."""
    counts = asdict(period.figures)
    wasted, near = counts.pop("wasted_ul"), counts.pop("near")
    share = period.figures.usual_share
    return counts | {
        "near_alarm": near,
        "wasted_ml": ml(wasted),
        "left_out": len(period.left_out),
        "visits_per_patient_year": number(rounded_text(period.visits_a_year, 2)),
        "usual_nurse_percent": None if share is None else number(rounded_text(share * 100, 1)),
    }


def period_document(period: Period) -> dict[str, Any]:
    """A period: its days, its figures."""
    return {"from": period.first, "to": period.last} | figures_document(period)


def forecast_document(forecast: Forecast) -> dict[str, Any]:
    """A clinic played forward."""
    return {
        "from": forecast.first,
        "to": forecast.last,
        **picked(forecast, "months", "months_done", "patients", "nurses", "late_before"),
        "planners": [
            {
                "planner": played.planner,
                "totals": period_document(played.whole),
                "left_out": played.whole.left_out,
                "months": [period_document(month) for month in played.months],
                "weeks": [period_document(week) for week in played.weeks],
            }
            for played in forecast.played
        ],
    }


def routes_document(
    app: App, sheets: Sequence[RouteSheet], *, several: bool, html: Path | None
) -> dict[str, Any]:
    """One route, or several under a key of their own, and the page they were written to."""
    routes = [route_document(app, sheet) for sheet in sheets]
    body = {"routes": routes} if several else routes[0]
    return body | {"html": str(html) if html else None}


def route_document(app: App, sheet: RouteSheet) -> dict[str, Any]:
    """A route as JSON; ``travel_min`` and ``travel_m`` of a stop are the leg that leads to it."""
    way = sheet.itinerary
    return {
        "date": sheet.day,
        "nurse": sheet.nurse.code,
        "nurse_name": sheet.nurse.name,
        "start": clock_of(way.leaves),
        "end": clock_of(way.returns),
        "stops": [_stop_document(app, n, stop) for n, stop in enumerate(sheet.stops, start=1)],
        "home": {"to": way.finish or None, **_way(way.back)} if sheet.stops else None,
        "carry": [
            {"mixture": load.mixture, "fills": load.fills, "volume_ml": ml(load.volume_ul)}
            for load in sheet.loads
        ],
        "totals": {
            "visits": len(sheet.stops),
            "visit_min": sum(stop.call.visit.minutes for stop in sheet.stops),
            "travel_min": way.travel_min,
            "travel_m": way.travel_m,
            "unknown_legs": way.unknown_ways,
        },
        "break": dict(zip(("from", "to"), map(clock_of, sheet.rest), strict=True))
        if sheet.rest
        else None,
        "next_day": sheet.next_day,
    }


def _stop_document(app: App, number: int, stop: Stop) -> dict[str, Any]:
    call, patient, visit = stop.call, stop.patient, stop.call.visit
    return {
        "stop": number,
        "visit": visit.code,
        "patient": patient.code,
        "name": patient.name,
        "birth_date": patient.birth_date,
        "phone": patient.phone or None,
        "address": patient.address or None,
        "postal_code": patient.postal_code or None,
        "kind": visit.kind,
        "visit_status": visit.status,
        "setting": visit.setting,
        "site": visit.site or None,
        "nurses": visit.nurses,
        "partners": [
            {"nurse": nurse.code, "name": nurse.name, "phone": nurse.phone or None}
            for nurse in stop.others
        ],
        "from": call.origin or None,
        **_way(call.way),
        "leave_by": clock_of(call.leave_by),
        "arrive": clock_of(call.arrives),
        "start": clock_of(visit.minute),
        "end": clock_of(visit.end),
        "minutes": visit.minutes,
        "mixture": stop.kit.mixture or None,
        "carry_ml": ml(stop.kit.carry_ul),
        "expected_residual_ml": range_document(stop.kit.residual) if stop.kit.residual else None,
        "pump_model": stop.pump.device.model if stop.pump else None,
        "serial": stop.pump.device.serial if stop.pump else None,
        **picked(stop, "status", "opens_on", "refill_by", "limit", "alarm_on"),
        "findings": findings_documents(app, stop.findings, patient.code),
        "notes": patient.notes or None,
    }


def _way(way: Trip | None) -> dict[str, int | None]:
    return {"travel_min": way.minutes if way else None, "travel_m": way.metres if way else None}


def clock_of(minute: int | None) -> str | None:
    """A clock time of the day, or of the one before or after."""
    return None if minute is None else day_clock(minute)


def orders_document(found: OrderList, *, first: date, last: date) -> dict[str, Any]:
    """What to order for the visits of the days from first to last."""
    return {
        "from": first,
        "to": last,
        "order_lead_days": found.lead_days,
        "items": [_order_document(order) for order in found.orders],
    }


def _order_document(order: Order) -> dict[str, Any]:
    visit = order.visit
    return {
        "visit": visit.code,
        "status": visit.status,
        "patient": order.patient.code,
        "name": order.patient.name,
        "at": visit.at,
        "setting": visit.setting,
        "site": visit.site or None,
        "nurse": ";".join(visit.nurses) or None,
        "mixture": str(order.mixture) if order.mixture else None,
        "volume_ml": ml(order.volume_ul),
        "needed_by": visit.day,
        **picked(order, "order_by", "overdue", "state", "until"),
        "schedule": order.schedule or None,
        "supply": order.supply,
        "rule": picked(order.rule, "id", "since", "text") if order.rule else None,
        "refill_by": order.refill_by,
        "changed": bool(order.changes),
        "changes": order.changes,
        "findings": [finding.code for finding in order.findings],
    }
