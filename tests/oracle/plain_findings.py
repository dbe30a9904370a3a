"""What a ledger gives reason to look at, and the read-out that stands.

Part of the slow oracle; the choices taken are listed in ``minute_simulator``. Each finding comes
with what the rules leave open, as ``findings:CODE``.
"""

from datetime import date, timedelta

from .plain_ledger import Ledger
from .plain_programmes import Programmes
from .plain_quantities import microlitres, model_values, stable_days
from .plain_reservoir import Reservoir


def programmer_alarm(ledger: Ledger, programmes: Programmes) -> date | None:
    """Return the alarm date of the latest read-out that gives one, while nothing has ended it."""
    given: date | None = None
    for fact in () if ledger.constant else ledger.facts:
        if fact.kind == "readout" and fact.row.get("programmer_alarm_on"):
            given = date.fromisoformat(fact.row["programmer_alarm_on"])
        elif fact.kind in ("fill", "stop", "start", "empty") or fact.place in programmes.lowering:
            given = None
    return given


def stability_days(ledger: Ledger) -> int | None:
    """Return the in-reservoir days of the last fill, None where none is known."""
    last = ledger.fills[-1].day
    pairs = zip(ledger.fills, ledger.mixtures, strict=True)
    known = {name for fill, mixture in pairs if fill.day < last for name, _ in mixture}
    return stable_days(ledger.mixtures[-1], known)


def findings(ledger: Ledger, tank: Reservoir | None, max_months: int) -> tuple[set[str], set[str]]:
    """Return the finding codes which follow from the ledger alone, and the unclear ones."""
    found: set[str] = set()
    if ledger.fills:
        both = [ledger.fills[-1].row.get(k) for k in ("injected_ml", "programmed_ml")]
        if all(both) and len({microlitres(text) for text in both if text}) > 1:
            found.add("fill-mismatch")
        if max_months > 3 and stability_days(ledger) is None and ledger.mixtures[-1]:
            found.add("stability-unknown")
    stopped = beside = False
    for fact in ledger.facts:
        if fact in ledger.turns:
            stopped = fact.kind == "stop"
            beside = beside and stopped
        beside = beside or (stopped and fact.kind in ("fill", "dose"))
    found |= {"recorded-while-stopped"} if beside else set()
    found |= {"stopped"} if ledger.stopped else set()
    if tank is None or ledger.constant:
        return found, set()
    doubt, unclear = _doubt(ledger, tank)
    return found | doubt, unclear


def _doubt(ledger: Ledger, tank: Reservoir) -> tuple[set[str], set[str]]:
    told = [p for p in ledger.doses if p.fact.day <= ledger.as_of]
    if not told:
        return set(), set()
    programme, contents, last = told[-1], tank.programmes.contents, tank.number
    found, unclear = set[str](), set[str]()
    if len(contents.in_question(programme, last)) > 1 and not programme.is_flow:
        found.add("dose-after-mixture-change")
    if contents.is_told_on_saline(programme, last):
        found.add("dose-on-saline")
    met = contents.met_by(programme)
    is_waiting = programme.fact.day == ledger.as_of and programme.fact.minute is None
    if is_waiting or (len(set(ledger.mixtures[max(met, 0) :])) > 1 and not found):
        unclear.add("findings:dose-after-mixture-change")
    if not programme.is_flow and not all(ledger.mixtures[max(met - 1, 0) :]):
        unclear.add("findings:dose-on-saline")
    return found, unclear


def read_out_findings(ledger: Ledger, tank: Reservoir) -> tuple[set[str], set[str]]:
    """Return whether the read-out's date differs from ours, and whether that is unclear."""
    printed = programmer_alarm(ledger, tank.programmes)
    kinds = [fact.kind for fact in ledger.since(ledger.fills[-1])]
    if "readout" not in kinds or ledger.constant:
        return set(), set()
    last = len(kinds) - kinds[::-1].index("readout")
    if ledger.pump is None or printed is None or kinds[last:]:
        return set(), {"findings:alarm-date-differs"}
    alarm_ul, day = model_values(ledger.pump)[0], timedelta(days=1)
    first = tank.met(alarm_ul, allotted=True)
    final = tank.met(alarm_ul, allotted=False)
    if first is None:
        return set(), {"findings:alarm-date-differs"}
    is_near = first - day <= printed and (final is None or printed <= final + day)
    return (set() if is_near else {"alarm-date-differs"}), set()
