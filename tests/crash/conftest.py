"""One nursery for a test session, and the stage of each case, made when first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from tests.crash.cases import CASES, OTHERS
from tests.crash.nursery import Nursery
from tests.crash.stage import Stage, clinic_in, staged
from tests.crash.tracer import lacking
from tests.effort import some

NAMES = [*CASES, *OTHERS]


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where processes come from."""
    with Nursery() as opened:
        yield opened


@pytest.fixture(scope="session")
def stages(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Stage]:
    """The stage of a case, by its name."""
    folder = tmp_path_factory.mktemp("stages")
    clinic = clinic_in(folder)

    @cache
    def stage_of(name: str) -> Stage:
        if name == "closure holidays":
            pytest.importorskip("holidays", reason="the public holidays of an extra")
        case = (CASES | OTHERS)[name]
        return staged(nursery, case, folder / name.replace(" ", "-"), clinic)

    return stage_of


IN_TURN = [pytest.param(name, marks=pytest.mark.campaign) for name in some(NAMES, short=19)]


@pytest.fixture(params=IN_TURN)
def stage(request: pytest.FixtureRequest, stages: Callable[[str], Stage]) -> Stage:
    """Each case in its turn."""
    return stages(request.param)


@pytest.fixture(scope="session")
def watching() -> None:
    """Skips where processes cannot be watched call by call."""
    if reason := lacking():
        pytest.skip(reason)
