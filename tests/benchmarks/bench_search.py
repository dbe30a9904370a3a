"""What searching longer is worth: ``python -m tests.benchmarks.bench_search``.

For generated clinics, seeds and efforts (0 is the quick plan, 1 a tenth of the usual, 10 the usual)
it prints the cost against the rule of thumb, against plain best fit and against what no plan can
cost less than (as far as ``data/bench/bounds.csv`` knows it), who is left out or late, the time of
all processors, the time by the clock and the most memory of the largest process. Each row is
measured in a process of its own; ``--cores 1,2`` compares one processor with two, whose plans have
to be the same. ``--write`` puts the rows into ``data/bench/search.csv``, in the place of those of
the same clinics measured before.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.benchmarks.bench_bound import bounds
from tests.benchmarks.bench_plan import by_best_fit, size_of
from tests.benchmarks.clinics import clinic
from tests.benchmarks.rule_of_thumb import plan_by_rule_of_thumb
from tests.benchmarks.tables import write_table
from tests.builders.plans import Effort, best_plan, check_plan, executor_for

FILE = Path(__file__).resolve().parents[2] / "data" / "bench" / "search.csv"
COLUMNS = (
    "patients", "seed", "effort", "cores", "parts", "cost_min", "of_rule", "of_fit", "of_bound",
    "left_out", "late", "cpu_s", "clock_s", "mib", "broken",
)  # fmt: skip
Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One search: time [s], memory [KiB], costs [min]."""

    busy: float
    clock: float
    peak_kib: int
    cost_min: int
    left_out: int
    late: int
    parts: int
    broken: int


def made(patients: int, seed: int, tenths: int, cores: int) -> Row:
    """One search, in this process and its workers."""
    case, begun = clinic(size_of(patients), seed=seed), perf_counter()
    with executor_for(patients, cores=cores) as executor:
        found = best_plan(case, Effort(tenths=tenths), executor=executor)
    clock = perf_counter() - begun
    own, theirs = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    totals = found.result.totals
    return Row(
        busy=own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime,
        clock=clock,
        peak_kib=max(own.ru_maxrss, theirs.ru_maxrss),
        cost_min=totals.cost_min,
        left_out=totals.unplaced,
        late=totals.late,
        parts=found.done,
        broken=len(check_plan(case, found.result)),
    )


def measured(*given: int) -> Row:
    """The same in a process of its own."""
    call = [sys.executable, "-m", "tests.benchmarks.bench_search", "--one", *map(str, given)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return Row(**json.loads(done.stdout))


def rows(
    sizes: list[int], seeds: list[int], efforts: list[int], cores: list[int]
) -> Iterator[Cells]:
    """Each row as soon as it is measured."""
    for patients, seed in product(sizes, seeds):
        case = clinic(size_of(patients), seed=seed)
        rule = plan_by_rule_of_thumb(case).totals.cost_min
        fit = by_best_fit(case).totals.cost_min
        known = bounds().get(f"{patients}-{size_of(patients).nurses}-{seed}")
        for tenths, many in product(efforts, cores):
            row = measured(patients, seed, tenths, many)
            yield {
                "patients": patients,
                "seed": seed,
                "effort": tenths / 10,
                "cores": many,
                "parts": row.parts,
                "cost_min": row.cost_min,
                "of_rule": f"{row.cost_min / rule:.3f}",
                "of_fit": f"{row.cost_min / fit:.3f}",
                "of_bound": f"{row.cost_min / int(known['bound_min']):.3f}" if known else "",
                "left_out": row.left_out,
                "late": row.late,
                "cpu_s": f"{row.busy:.1f}",
                "clock_s": f"{row.clock:.1f}",
                "mib": row.peak_kib // 1024,
                "broken": row.broken,
            }


def main() -> None:
    """Prints the table, or with ``--one`` what one search took, as JSON."""
    options = argparse.ArgumentParser(description="What searching longer is worth.")
    options.add_argument("--sizes", default="50,200,500,1000", help="patients, by commas")
    options.add_argument("--seeds", default="1,2,3")
    options.add_argument("--efforts", default="0,1,10", help="in tenths of the usual")
    options.add_argument("--cores", default="2")
    options.add_argument("--write", action="store_true")
    options.add_argument("--one", type=int, nargs=4, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        print(json.dumps(asdict(made(*chosen.one))))
        return
    lists = (chosen.sizes, chosen.seeds, chosen.efforts, chosen.cores)
    table = list[Cells]()
    print(" ".join(f"{column:>8}" for column in COLUMNS))
    for row in rows(*([int(each) for each in one.split(",")] for one in lists)):
        print(" ".join(f"{row[column]:>8}" for column in COLUMNS), flush=True)
        table.append(row)
    if chosen.write:
        write(table)


def write(rows: list[Cells]) -> None:
    """Writes rows into the table, each in the place of the one measured before."""
    with FILE.open(encoding="utf-8", newline="") as file:
        table = {_key(row): row for row in csv.DictReader(file)}
    table.update({_key(row): row for row in rows})
    write_table(FILE, COLUMNS, (table[key] for key in sorted(table)))


def _key(row: Cells) -> tuple[int, int, float, int]:
    return int(row["patients"]), int(row["seed"]), float(row["effort"]), int(row["cores"])


if __name__ == "__main__":
    main()
