"""``bridge``: volume and duration at a change of concentration."""

from __future__ import annotations

from typing import Annotated

import typer

from pumpsched.cli.answer import Answer, identity, store_line
from pumpsched.cli.context import App
from pumpsched.cli.documents import ml, print_document, shown
from pumpsched.cli.options import read, single
from pumpsched.cli.params import mixture, optional, volume
from pumpsched.domain.quantities import decimal_text
from pumpsched.usecases.bridge import bridge as bridged
from pumpsched.usecases.chart import find_patient
from pumpsched.usecases.explain import ml as ml_text


@read(
    'pumpsched bridge 0007 --to "baclofen 2000 mcg/mL"',
    'pumpsched bridge 0007 --to "baclofen 1000 mcg/mL" --tubing 0.2',
)
def bridge(
    app: App,
    patient: Annotated[str, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")],
    to: Annotated[str, typer.Option("--to", metavar="MIXTURE", help="The next fill's mixture.")],
    tubing: Annotated[
        str | None, typer.Option(metavar="V", help="The pump's own tubing, from its manual [mL].")
    ] = None,
) -> None:
    """How much old drug still lies in the line at a change of mixture, and how long it lasts.

    An estimate: the step is smeared by mixing. It is no dose advice; verify with the programmer.
    """
    new = mixture(to, "--to")
    line = optional(tubing, lambda text: volume(text, "--tubing"))
    with app.reading() as books:
        found = find_patient(books, patient)
        seen = bridged(books, found.code, new, as_of=app.as_of, tubing=line)
    if app.given.json:
        body = {
            "patient": found.code,
            "from": str(seen.old),
            "to": str(seen.new),
            "bridge_ml": ml(seen.line_ul),
            "flow_ml_per_day": shown(seen.flow_ul_per_day),
            "duration_min": seen.minutes,
        }
        print_document(app, "bridge", body, as_of=app.as_of)
        return
    hours, minutes = divmod(seen.minutes, 60)
    answer = Answer(app)
    answer.line(f"{identity(found)} · {store_line(app, as_of=app.as_of)}")
    answer.line(f"  from {seen.old} to {seen.new}")
    answer.line(
        f"  {decimal_text(seen.line_ul, 3)} mL of the old mixture lies in the line; at "
        f"{ml_text(seen.flow_ul_per_day, 4)} mL/day it takes {hours} h {minutes} min to pass."
    )
    answer.aside("An estimate, no dose advice. Verify with the programmer.")


commands = {"bridge": single(bridge, "bridge")}
