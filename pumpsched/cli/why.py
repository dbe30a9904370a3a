"""``why``: every step of the arithmetic behind a patient's dates."""

from __future__ import annotations

from typing import Annotated

import typer

from pumpsched.cli.answer import Answer, identity, store_line
from pumpsched.cli.context import App
from pumpsched.cli.documents import print_document
from pumpsched.cli.options import read, single
from pumpsched.usecases.chart import find_patient
from pumpsched.usecases.explain import why as explained


@read("pumpsched why 0007", "pumpsched why 0007 --as-of 2026-12-01")
def why(
    app: App,
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")],
) -> None:
    """Every step of the arithmetic with its numbers, and the rule that won."""
    with app.reading() as books:
        found = find_patient(books, patient)
        explanation = explained(books, found.code, as_of=app.as_of)
    if app.given.json:
        steps = [{"about": step.about, "says": step.says} for step in explanation.steps]
        body = {"patient": found.code, "name": found.name, "steps": steps}
        print_document(app, "why", body, as_of=app.as_of)
        return
    answer = Answer(app)
    answer.line(f"{identity(found)} · {store_line(app, as_of=app.as_of)}")
    for step in explanation.steps:
        answer.line(f"{step.about:<10} {step.says}")
    answer.aside("Verify with the programmer; it stays authoritative.")


commands = {"why": single(why, "why")}
