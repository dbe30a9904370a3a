"""A change on a server is saved once, whatever is cut, crossed or shut down meanwhile.

The long run: ``python -m tests.store.test_transactions 100 20`` (cuts, immediate shutdowns).
"""

from __future__ import annotations

import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from multiprocessing.connection import Connection as Pipe
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine

from pumpsched.store import books
from pumpsched.store.books import written
from tests.builders.store import Books, open_store, reading, writing
from tests.builders.values import Refusal, StoreBusy
from tests.postgres import Server, own_server, shared_server
from tests.store.proxy import Proxy
from tests.store.records import stamp, verify
from tests.store.writers import apart

if TYPE_CHECKING:
    import psycopg

pytest.importorskip("psycopg")
CUTS, SHUTDOWNS, WRITERS = 12, 3, 3


def connected(url: str) -> psycopg.Connection[Any]:
    """A connection past the books and their lock."""
    import psycopg

    return psycopg.connect(url)


def database_of(url: str) -> str:
    return str(open_store(url).url.database)


def counted(store: Engine) -> Counter[str]:
    """How often each request is on the trail."""
    with reading(store) as books:
        return Counter(entry.request_id or "" for entry in books.audit_entries())


def set_margin(value: str) -> Any:
    return lambda books: books.put_setting("margin_days", value)


@pytest.mark.parametrize("how", ["before", "after"])
def test_a_commit_cut_off_is_found_out_and_saved_once(postgres_url: str, how: str) -> None:
    left: list[str] = []
    with Proxy(shared_server().socket, cut=lambda: left.pop() if left else None) as proxy:
        store = open_store(proxy.url(database_of(postgres_url)))
        runs: list[int] = []
        left.append(how)

        def work(books: Books) -> str:
            runs.append(1)
            books.put_setting("margin_days", "9")
            return "done"

        assert written(store, stamp(request_id="r-1"), work) == "done"
    # Cut before the server had it, it is made again; cut after, it was saved.
    assert (proxy.cuts, len(runs)) == (1, 2 if how == "before" else 1)
    store = open_store(postgres_url)
    assert counted(store) == {"r-1": 1}
    assert verify(store) == []


def test_a_change_without_a_request_id_is_found_out_too(postgres_url: str) -> None:
    left: list[str] = []
    with Proxy(shared_server().socket, cut=lambda: left.pop() if left else None) as proxy:
        store = open_store(proxy.url(database_of(postgres_url)))
        for how, value in (("before", "8"), ("after", "9")):
            left.append(how)
            written(store, stamp(), set_margin(value))
    with reading(open_store(postgres_url)) as books:
        assert books.settings() == {"margin_days": "9"}
        assert len(list(books.audit_entries())) == 2


def test_writing_by_hand_tells_a_saved_change_from_a_lost_one(postgres_url: str) -> None:
    left: list[str] = []
    with Proxy(shared_server().socket, cut=lambda: left.pop() if left else None) as proxy:
        store = open_store(proxy.url(database_of(postgres_url)))
        left.append("after")
        with writing(store, stamp(request_id="r-1")) as books:
            books.put_setting("margin_days", "9")
        left.append("before")
        with pytest.raises(StoreBusy), writing(store, stamp(request_id="r-2")) as books:
            books.put_setting("margin_days", "10")
    assert counted(open_store(postgres_url)) == {"r-1": 1}


def test_an_outcome_that_nobody_can_tell_is_said_to_be_unknown(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "LONGEST_PAUSE", 0.0)
    proxy = Proxy(shared_server().socket)
    with proxy:
        store = open_store(proxy.url(database_of(postgres_url)))

        def cut() -> str:
            proxy.mute = True
            proxy.close()
            return "after"

        proxy.cut = cut
        with pytest.raises(StoreBusy) as refused:
            written(store, stamp(request_id="r-1"), set_margin("9"))
    assert (refused.value.code, refused.value.exit_code) == ("outcome-unknown", 6)
    assert "request-id" in refused.value.next_step


def test_a_change_that_another_one_crossed_is_made_again(postgres_url: str) -> None:
    store = open_store(postgres_url)
    crossings: list[str] = []

    def work(books: Books) -> str:
        before = books.settings().get("margin_days", "7")
        if len(crossings) < 3:
            crossings.append(before)
            cross(postgres_url, str(len(crossings)))
        books.put_setting("margin_days", before + "9")
        return before

    with connected(postgres_url) as other:
        other.execute("INSERT INTO setting VALUES ('margin_days', '0', '')")
        other.execute("UPDATE setting SET seal = %s", [seal("0")])
    # Each crossing changes the row past the books, and past their lock.
    assert written(store, stamp(), work) == "3"
    assert crossings == ["0", "1", "2"]


def seal(value: str) -> str:
    from tests.builders.store import seal_of

    return seal_of("setting", ("margin_days", value))


def cross(url: str, value: str) -> None:
    with connected(url) as other:
        other.execute("UPDATE setting SET value = %s, seal = %s", [value, seal(value)])


def test_a_change_is_made_again_so_often_and_no_oftener(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "LONGEST_PAUSE", 0.0)
    cross_first, runs = iter(range(100)), []
    with connected(postgres_url) as other:
        other.execute("INSERT INTO setting VALUES ('margin_days', '0', %s)", [seal("0")])

    def work(books: Books) -> None:
        runs.append(books.settings())
        cross(postgres_url, str(next(cross_first) + 1))
        books.put_setting("margin_days", "x")

    with pytest.raises(StoreBusy) as refused:
        written(open_store(postgres_url), stamp(), work)
    assert (refused.value.code, len(runs)) == ("store-busy", books.MOST_ATTEMPTS)


def test_a_refusal_is_not_tried_again(postgres_url: str) -> None:
    runs = []

    def work(books: Books) -> None:
        runs.append(1)
        raise Refusal("No.", code="no")

    with pytest.raises(Refusal, match="No"):
        written(open_store(postgres_url), stamp(), work)
    assert len(runs) == 1


def write_on(url: str, name: str, told: Pipe) -> None:
    """Makes changes until it is told to stop, and tells then which were acknowledged."""
    books.LONGEST_PAUSE = 0.2  # the server is back sooner than one in a cellar
    store, number = open_store(url), 0
    said: dict[str, bool] = {}
    told.send("ready")
    while not told.poll():
        number += 1
        request = f"{name}-{number}"
        try:
            written(store, stamp(request_id=request), set_margin(request))
        except StoreBusy:
            said[request] = False
            time.sleep(0.02)
        else:
            said[request] = True
    told.send(said)


def shut_down_under_writers(server: Server, shutdowns: int) -> None:
    """Immediate shutdowns while several processes write: nothing is lost, nothing is there twice.

    What was acknowledged is there once; what was refused as not saved is not there.
    """
    url = server.url("clinic")
    context = apart()
    pipes, writers = [], []
    for name in "abcdefgh"[:WRITERS]:
        ours, theirs = context.Pipe()
        pipes.append(ours)
        writers.append(context.Process(target=write_on, args=(url, name, theirs), daemon=True))
        writers[-1].start()
    assert [ours.recv() for ours in pipes] == ["ready"] * WRITERS
    for _ in range(shutdowns):
        time.sleep(random.uniform(0.1, 0.4))
        server.stop(signal.SIGQUIT)
        time.sleep(random.uniform(0, 0.2))
        server.start()
    time.sleep(0.3)
    said: dict[str, bool] = {}
    for ours in pipes:
        ours.send("stop")
        said |= ours.recv()
    for writer in writers:
        writer.join()
    store = open_store(url)
    there = counted(store)
    assert set(there.values()) == {1}
    assert {request for request, saved in said.items() if saved} == set(there)
    assert verify(store) == []
    print(f"{shutdowns} shutdowns, {len(there)} changes acknowledged, 0 lost, 0 twice")


@pytest.fixture
def own() -> Iterator[Server]:
    with own_server() as server:
        open_store(server.create("clinic"), create=True)
        yield server


def test_a_server_shut_down_under_writers_loses_and_doubles_nothing(own: Server) -> None:
    shut_down_under_writers(own, SHUTDOWNS)


def cut_commits(url: str, cuts: int) -> Counter[str]:
    """Commits, each cut off before or after the server had it; returns what is on the trail."""
    ways = cycle(["before", "after", None, "after", "before"])
    turn = threading.Event()

    def cut() -> str | None:
        if not turn.is_set():
            return None
        turn.clear()
        return next(ways)

    with Proxy(shared_server().socket, cut=cut) as proxy:
        store = open_store(proxy.url(database_of(url)))
        number = 0
        while proxy.cuts < cuts:
            number += 1
            turn.set()
            written(store, stamp(request_id=f"r-{number}"), set_margin(str(number)))
    found = counted(open_store(url))
    assert found == {f"r-{n}": 1 for n in range(1, number + 1)}
    print(f"{proxy.cuts} cuts of {number} changes: each saved once")
    return found


def test_commits_cut_off_again_and_again_are_each_saved_once(postgres_url: str) -> None:
    assert len(cut_commits(postgres_url, CUTS)) >= CUTS


if __name__ == "__main__":
    from tests.postgres import fresh_database

    with fresh_database() as place:
        cut_commits(place, int(sys.argv[1]))
    with own_server() as machine:
        open_store(machine.create("clinic"), create=True)
        shut_down_under_writers(machine, int(sys.argv[2]))
