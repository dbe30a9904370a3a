"""Pump histories: fills in time, dose changes, boluses, pauses, and noisy residuals.

Each pump delivers its own share of what was programmed (about 4 % spread, steady over the
year), and the residual is read with about 0.2 mL of noise to a tenth of a millilitre. The
arithmetic is in integers throughout: minutes, ng, µL, and thousandths for the true rate.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from tests.generator.arithmetic import (
    DAY_MINUTES,
    refill_by,
    working_after,
    working_before,
)
from tests.generator.course import Course, fill_minute
from tests.generator.doses import changed_dose, earlier_programmes, one_off_mass, switch_day
from tests.generator.headers import blank_row
from tests.generator.profiles import Episode, State
from tests.generator.therapies import THERAPIES
from tests.generator.wording import instant_text, mass_text, volume_text

_BLANK = blank_row("events.csv")
_NOTES = (
    "two attempts, port found with the template",
    "site clean, no redness",
    "refilled under ultrasound",
    'patient says "less spasm in the morning"',
    "daughter present; alarm card given",
)


def ledger_rows(course: Course) -> list[dict[str, str]]:
    """Invent the facts of a patient, in order of time."""
    if course.last_on is None:
        return []
    book = _Book(course)
    if course.swap_on is not None:
        book.follow(course.start_on, course.swap_on)
        book.follow(course.swap_on, course.last_on, closed=True)
    else:
        book.follow(course.start_on, course.last_on, closed=True)
    book.finish()
    book.rows.sort(key=_instant)
    return book.rows


def _instant(row: dict[str, str]) -> str:
    return row["at"]


class _Book:
    """The ledger of one patient while it is being written."""

    def __init__(self, course: Course) -> None:
        """Draw what holds for the whole year: the pump's true rate, its programmes, its habits."""
        self.rows: list[dict[str, str]] = []
        self._course = course
        self._rng = rng = course.rng
        undated = course.index > 40 and rng.randrange(16) == 0
        self._timed_from = course.today - timedelta(days=200) if undated else course.start_on
        self._rate = min(1100, max(900, 1000 + 4 * self._bell(400)))
        self._usage_percent = rng.randrange(10, 60)
        self._switch_on = switch_day(course, rng)
        self._therapy = THERAPIES[course.therapy.weaker] if self._switch_on else course.therapy
        (_, self._programme), *self._pending = earlier_programmes(course, rng)
        days = ((course.last_on or course.start_on) - course.start_on).days
        self._episode_from = course.start_on + timedelta(days=days * rng.randrange(20, 55) // 100)
        self._episode = course.profile.episode
        self._on = course.start_on
        self._minute = self._injected_ul = self._fills = self._extra_ng = 0
        self._stretches: list[tuple[int, int]] = []

    def follow(self, start: date, end: date, *, closed: bool = False) -> None:
        """Write the fills of one pump from ``start`` up to ``end``.

        Args:
            start: day of the first fill of this pump.
            end: day the pump's fills lead to.
            closed: whether the fill of ``end`` itself belongs to this pump.
        """
        first = True
        self._fill(start, opening=True)
        while self._on < end:
            visit = self._next_visit(end, first=first)
            if visit == end and not closed:
                return
            self._between(visit)
            self._fill(visit, opening=False)
            first = False

    def finish(self) -> None:
        """Write what followed the last fill."""
        course = self._course
        state = course.profile.state
        if state is State.STOPPED:
            stop_on = working_before(course.today - timedelta(days=1))
            self._add(stop_on, 14 * 60, "stop", note="patient sedated; clinician informed")
        elif state is State.ARCHIVED:
            self.rows.append(
                {
                    **_BLANK,
                    "patient": course.code,
                    "at": course.seen_on.isoformat(),
                    "event": "archive",
                    "note": "moved away, records sent",
                }
            )
        elif state in {State.PLANNED_RAISE, State.PLANNED_CUT}:
            percent = 112 if state is State.PLANNED_RAISE else 88
            on = working_after(course.today + timedelta(days=self._rng.randrange(6, 16)))
            planned = changed_dose(course, percent).columns()
            self._add(on, 9 * 60 + 30, "dose", note="planned at the last visit", **planned)

    def _bell(self, bits: int) -> int:
        """Draw a bell-shaped whole number around zero; its spread is half the root of ``bits``."""
        return self._rng.getrandbits(bits).bit_count() - bits // 2

    def _add(self, on: date, minute: int, event: str, **columns: str) -> None:
        """Write one fact; early facts of some patients have no clock time."""
        at = instant_text(on, minute if on >= self._timed_from else None)
        self.rows.append(
            {**_BLANK, "patient": self._course.code, "at": at, "event": event, **columns}
        )

    def _next_visit(self, end: date, *, first: bool) -> date:
        """Choose the next refill: inside the window, and so that ``end`` is reached in time."""
        draw = self._programme.draw(self._therapy.strength)
        if self._pending:
            raised = self._pending[0][1].draw(self._therapy.strength)
            draw = max(draw, raised, key=lambda each: each.parts)
        terms = self._course.terms(self._injected_ul, self._therapy, first=first)
        latest = refill_by(self._on, self._minute, terms, draw)
        if end <= latest:
            return end
        usual = working_before(latest - timedelta(days=self._rng.randrange(1, 7)))
        if end - usual < (usual - self._on) // 2:
            usual = min(usual, working_before(self._on + (end - self._on) // 2))
        return max(usual, self._on + timedelta(days=1))

    def _fill(self, on: date, *, opening: bool) -> None:
        """Write a refill and, where the programme starts or changes with it, the programme."""
        course = self._course
        is_last = on == course.last_on
        minute = course.minute if is_last else fill_minute(self._rng)
        changed = opening
        columns = self._opening(on) if opening else self._aspirated(on, minute)
        if self._switch_on and on >= self._switch_on:
            self._therapy, self._switch_on, changed = course.therapy, None, True
        while self._pending and self._pending[0][0] <= on:
            self._programme, changed = self._pending.pop(0)[1], True
        self._injected_ul = injected_ul = self._volume(is_last=is_last)
        mismatch = is_last and self._episode is Episode.MISMATCH
        programmed_ul = injected_ul + (2_000 if mismatch else 0)
        note = self._rng.choice(_NOTES) if self._rng.randrange(12) == 0 else ""
        columns |= {
            "mixture": self._therapy.text,
            "injected_ml": volume_text(injected_ul),
            "programmed_ml": volume_text(programmed_ul),
            "note": note,
        }
        self._add(on, minute, "fill", **columns)
        self._on, self._minute = on, minute if on >= self._timed_from else 0
        self._fills += 1
        self._extra_ng = 0
        self._stretches = [(self._moment(on, self._minute), self._programme.basal_ng)]
        if changed:
            self._programme_row(on, minute + 15)

    def _programme_row(self, on: date, minute: int) -> None:
        course = self._course
        if course.profile.state is not State.UNPROGRAMMED and not course.pump_type.flows_ul:
            self._add(on, minute, "dose", **self._programme.columns())

    def _opening(self, on: date) -> dict[str, str]:
        """Aspirated before the first fill on record: nothing from a pump just implanted."""
        if any(device.implanted_on == on for device in self._course.devices):
            return {}
        return {"residual_ml": volume_text(2_500 + 100 * self._rng.randrange(35))}

    def _volume(self, *, is_last: bool) -> int:
        """Draw an injected volume [µL], never more than the usual one of this patient."""
        usual = self._course.fill_ul
        if is_last:
            return usual
        least = self._course.pump_type.fills_ul[0]
        return min(usual, max(least, usual - self._rng.choice((0, 0, 0, 500, 1_000))))

    def _aspirated(self, on: date, minute: int) -> dict[str, str]:
        """Work out what is left before a fill, and how many boluses the patient used."""
        now = self._moment(on, minute if on >= self._timed_from else 0)
        spent = self._extra_ng * DAY_MINUTES
        for (start, basal_ng), (end, _) in pairwise([*self._stretches, (now, 0)]):
            spent += basal_ng * (end - start)
        columns = {}
        bolus = self._programme.bolus
        if bolus is not None:
            allotted = (now - self._stretches[0][0]) * bolus.per_day // DAY_MINUTES
            used = allotted * self._usage_percent // 100
            spent += used * bolus.mass_ng * DAY_MINUTES
            if self._rng.randrange(8):
                columns["boluses_used"] = str(used)
        rate = self._rate + 2 * self._bell(64)
        if self._episode is Episode.OVER_INFUSING:
            rate = 1000 + min(260, 40 * self._fills)
        drawn_ul = spent * rate // (DAY_MINUTES * self._therapy.strength)
        left_ul = max(0, self._injected_ul - drawn_ul + 40 * self._bell(100))
        columns["residual_ml"] = volume_text((left_ul + 50) // 100 * 100)
        return columns

    def _between(self, visit: date) -> None:
        """Write what happened between the last fill and ``visit``."""
        room = (visit - self._on).days
        if self._on >= self._episode_from and room > 24:
            if self._episode is Episode.PAUSE:
                self._pause()
                return
            if self._episode is Episode.ONE_OFF:
                self._episode = Episode.NONE
                self._extra_ng = one_off_mass(self._course)
                on = working_before(self._on + timedelta(days=12))
                self._add(on, 11 * 60, "bolus", amount=mass_text(self._extra_ng))
        if not self._pending or self._rng.randrange(10) > 3:
            return
        on = working_before(self._pending[0][0])
        if timedelta(days=10) < on - self._on < timedelta(days=room - 7):
            self._programme = self._pending.pop(0)[1]
            minute = fill_minute(self._rng)
            self._stretches.append((self._moment(on, minute), self._programme.basal_ng))
            self._programme_row(on, minute)

    def _pause(self) -> None:
        """Stop the pump for a scan and start it again two days later."""
        self._episode = Episode.NONE
        stop_on = working_before(self._on + timedelta(days=9))
        start_on = stop_on + timedelta(days=2)
        self._add(stop_on, 14 * 60, "stop", note="off for a scan")
        self._add(start_on, 10 * 60 + 30, "start")
        self._stretches += [
            (self._moment(stop_on, 14 * 60), 0),
            (self._moment(start_on, 10 * 60 + 30), self._programme.basal_ng),
        ]

    @staticmethod
    def _moment(on: date, minute: int) -> int:
        return on.toordinal() * DAY_MINUTES + minute
