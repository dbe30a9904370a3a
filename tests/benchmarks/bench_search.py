"""What searching longer is worth: ``python -m tests.benchmarks.bench_search``.

For generated clinics, seeds and efforts (0 is the quick plan, 1 a tenth of the usual, 10 the usual)
it prints the cost against the rule of thumb and against plain best fit, who is left out or late,
the processor time of all processes, the time by the clock and the most memory of the largest. Each
row is measured in a process of its own; ``--cores 1,2`` compares one processor with two, whose
plans have to be the same.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from time import perf_counter

from tests.benchmarks.bench_plan import by_best_fit, size_of
from tests.benchmarks.clinics import clinic
from tests.benchmarks.rule_of_thumb import plan_by_rule_of_thumb
from tests.builders.plans import Effort, best_plan, check_plan, executor_for

HEAD = "patients seed effort cores parts   cost   /rule   /fit  out late   CPU s clock s  MiB bad"


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


def table(sizes: list[int], seeds: list[int], efforts: list[int], cores: list[int]) -> None:
    """Prints each line as soon as it is measured."""
    print(HEAD)
    for patients in sizes:
        for seed in seeds:
            case = clinic(size_of(patients), seed=seed)
            rule = plan_by_rule_of_thumb(case).totals.cost_min
            fit = by_best_fit(case).totals.cost_min
            for tenths in efforts:
                for many in cores:
                    row = measured(patients, seed, tenths, many)
                    print(
                        f"{patients:>8} {seed:>4} {tenths / 10:>6} {many:>5} {row.parts:>5} "
                        f"{row.cost_min:>6} {row.cost_min / rule:>7.3f} {row.cost_min / fit:>6.3f} "
                        f"{row.left_out:>4} {row.late:>4} {row.busy:>7.1f} {row.clock:>7.1f} "
                        f"{row.peak_kib // 1024:>4} {row.broken:>3}",
                        flush=True,
                    )


def main() -> None:
    """Prints the table, or with ``--one`` what one search took, as JSON."""
    options = argparse.ArgumentParser(description="What searching longer is worth.")
    options.add_argument("--sizes", default="50,200,500,1000", help="patients, by commas")
    options.add_argument("--seeds", default="1,2,3")
    options.add_argument("--efforts", default="0,1,10", help="in tenths of the usual")
    options.add_argument("--cores", default="2")
    options.add_argument("--one", type=int, nargs=4, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        print(json.dumps(asdict(made(*chosen.one))))
        return
    lists = (chosen.sizes, chosen.seeds, chosen.efforts, chosen.cores)
    table(*([int(each) for each in one.split(",")] for one in lists))


if __name__ == "__main__":
    main()
