"""``calibration``: how well the residuals of this practice are foretold by its pumps' flows."""

from __future__ import annotations

from typing import Any

from pumpsched.cli.context import App
from pumpsched.cli.documents import ml
from pumpsched.cli.options import group, read
from pumpsched.cli.terminal.answer import Answer, counted, give
from pumpsched.domain.quantities import decimal_text
from pumpsched.usecases.flow_report import ENOUGH, CalibrationReport, calibration_report


@read("calibration report", "calibration report --json", listing=False)
def report(app: App) -> None:
    """Residuals foretold, the bias of their errors, and the reading noise that fits.

    What is suggested is never applied: it moves dates, and a person decides.
    """
    with app.reading() as books:
        found = calibration_report(books, as_of=app.as_of)
    give(app, "calibration", lambda: _document(found), lambda answer: _show(answer, found))


def _document(found: CalibrationReport) -> dict[str, Any]:
    """The report as numbers; shares in per mille."""
    return {
        "refills": found.refills,
        "covered_permille": _permille(found.covered, found),
        "mean_error_milli_sd": found.mean_milli,
        "lag_1_milli": found.lag_milli,
        "disputed_permille": _permille(found.disputed, found),
        "reviews_permille": _permille(found.reviews, found),
        "residual_sd_ml": ml(found.sd_ul),
        "suggested_residual_sd_ml": ml(found.suggested_ul),
        "missing": found.missing,
    }


def _permille(count: int, found: CalibrationReport) -> int | None:
    return count * 1000 // found.refills if found.refills else None


def _show(answer: Answer, found: CalibrationReport) -> None:
    answer.line(f"{counted(found.refills, 'residual')} foretold by an earlier one of the pump.")
    if found.refills:
        share = decimal_text(found.covered * 1000 // found.refills, 1)
        answer.line(f"  within the band of 95 %   {share} %   (93 to 99 is usual)")
        mean = decimal_text(abs(found.mean_milli), 3)
        sign = "-" if found.mean_milli < 0 else ""
        answer.line(
            f"  mean error                {sign}{mean} sd   (below 0.3 either way is usual)"
        )
        if found.lag_milli is not None:
            lag = decimal_text(abs(found.lag_milli), 3)
            sign = "-" if found.lag_milli < 0 else ""
            answer.line(f"  one error with the next   {sign}{lag}   (-0.2 to 0 is usual)")
        answer.line(f"  readings to check         {_permille(found.disputed, found)} of 1,000")
        answer.line(f"  reviews                   {_permille(found.reviews, found)} of 1,000")
    answer.line(f"Standard deviation of a residual: {decimal_text(found.sd_ul, 3)} mL.")
    if found.missing:
        answer.line(f"A suggestion needs {ENOUGH} of them: {found.missing} more.")
    elif found.suggested_ul is None:
        answer.line("No reading noise up to 1.2 mL fits: look for other causes.")
    elif found.suggested_ul != found.sd_ul:
        said = decimal_text(found.suggested_ul, 3)
        answer.line(f"{said} mL fits; it would move dates, and is not applied.")
        answer.step(f"Next: pumpsched config set residual_sd_ml {said}")
    else:
        answer.line("It fits.")


commands = group("calibration", report, default="report")
