"""The printed route, as text and as a real browser opens it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.builders.files import POLICY
from tests.builders.values import Patient, VisitStatus
from tests.formats import chromium
from tests.formats.route_pages import HEAD, WARNING, page, sheet
from tests.route_days import NORA, OLAF, person

NASTY = (
    "<script>document.title='owned'</script>",
    "</script><img src=http://pump.invalid/a onerror=alert(1)>",
    'O\'Neil "Bob" <b>&amp; & Söhne',
    "</style><link rel=stylesheet href=//pump.invalid/x>",
    "--><svg onload=alert(1)>",
    "{{7*7}} ${7*7} javascript:alert(1)",
    "[call first] :warning: `x`",
)
DECEIVING = "good\u202edab\u200b\x07"


class Read(HTMLParser):
    """The elements, attributes and text of a page; every run of blanks is one blank."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.values: list[str] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names.update(name for name, _ in attrs)
        self.values.extend(value or "" for _, value in attrs)

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())


def hostile() -> list[Patient]:
    """Patients whose every free text tries to be something else."""
    return [
        person(
            number,
            name=text,
            address=text,
            postal_code=text[:12],
            notes=text,
            phone=text[:20],
        )
        for number, text in enumerate(NASTY, start=1)
    ]


def saved(folder: Path, text: str) -> Path:
    """The page in a file."""
    path = folder / "route.html"
    path.write_text(text, encoding="utf-8")
    return path


def test_hostile_text_adds_no_element_and_no_attribute() -> None:
    plain, nasty = Read(page(sheet(7))), Read(page(sheet(7, patients=hostile())))
    assert set(nasty.tags) <= set(plain.tags)
    assert nasty.names <= plain.names


def test_hostile_text_is_read_as_it_was_written() -> None:
    text = Read(page(sheet(7, patients=hostile()))).text
    for written in NASTY:
        assert " ".join(written.split()) in text


def test_a_character_that_turns_the_line_around_is_spelled_out() -> None:
    text = page(sheet(1, patients=[person(1, name=DECEIVING)]))
    assert "good\\u202edab\\u200b\\x07" in text
    assert not set("\u202e\u200b\x07") & set(text)


def test_hostile_names_of_nurse_and_store_are_escaped_too() -> None:
    nurse = NORA._replace(name=NASTY[0])
    read = Read(page(sheet(1, nurse=nurse), head=replace(HEAD, store=NASTY[1])))
    assert "script" not in read.tags
    assert "img" not in read.tags


def test_the_page_forbids_everything_but_its_own_style() -> None:
    text = page(sheet(3))
    assert f'content="{POLICY}"' in text
    read = Read(text)
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(read.tags)
    assert not {"src", "srcset", "action", "background"} & read.names
    assert not re.search(r"url\(|@import|://", text)


def test_a_stop_says_everything_the_nurse_needs() -> None:
    text = Read(page(sheet(1, findings=(WARNING,)))).text
    for words in (
        "07:30–08:00",
        "7 min, 4.9 km from base",
        "Example, Jonas",
        "0001",
        "born 1951-04-02",
        "612-555-0101",
        "101 Invented Street 55401",
        "20 mL baclofen 500 mcg/mL",
        "8.1 mL",
        "2026-11-05",
        "2026-12-12",
        "reservoir",
        "2026-12-19",
        "20 mL injected but 18 mL programmed",
        "Verify with the programmer",
    ):
        assert words in text


def test_a_phone_number_can_be_tapped_and_other_text_cannot() -> None:
    assert 'href="tel:6125550101"' in page(sheet(1))
    assert "tel:" not in page(sheet(1, patients=[person(1, phone="ask at the desk")]))


def test_the_phone_of_the_nurse_who_comes_too_can_be_tapped() -> None:
    made = sheet(1)
    with_olaf = made.stops[0]._replace(others=(OLAF._replace(phone="612-555-0199"),))
    text = page(made._replace(stops=(with_olaf,)))
    assert "with N2 Invented, Olaf 612-555-0199" in Read(text).text
    assert 'href="tel:6125550199"' in text


def test_a_demonstration_says_so_on_every_sheet() -> None:
    demo = page(sheet(1), sheet(1, nurse=OLAF), head=replace(HEAD, is_demo=True))
    assert demo.count("DEMO DATA") == 2
    assert "DEMO DATA" not in page(sheet(1))


def test_a_visit_that_is_done_leaves_nothing_to_fill_in() -> None:
    made = sheet(1)
    call = made.stops[0].call
    done = call._replace(visit=call.visit._replace(status=VisitStatus.DONE))
    assert "programmer verified" in page(made)
    text = page(made._replace(stops=(made.stops[0]._replace(call=done),)))
    assert "programmer verified" not in text
    assert "nothing: no refill to come" in text


def test_a_place_without_coordinates_is_named_not_drawn() -> None:
    text = Read(page(sheet(2, patients=[person(1), person(2, location=None)]))).text
    assert "Not on the map: 2 (needs a location)" in text
    assert "2 legs are missing: needs a location" in text
    assert "Back to base · 0002 needs a location" in text


def test_a_leg_names_the_place_whose_location_it_lacks() -> None:
    made = sheet(3, patients=[person(1), person(2, location=None), person(3)])
    assert made.way_to(made.stops[0]) == "7 min, 4.9 km"
    assert made.way_to(made.stops[1]) == "needs a location"
    assert made.way_to(made.stops[2]) == "0002 needs a location"
    homeless = sheet(1, nurse=NORA._replace(location=None))
    assert homeless.way_to(homeless.stops[0]) == "base needs a location"
    assert homeless.way_back == "needs a location"


def test_the_same_day_gives_the_same_bytes() -> None:
    assert page(sheet(5)) == page(sheet(5))


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_each_route_is_one_printed_page(paper: str, tmp_path: Path) -> None:
    routes = sheet(10, findings=(WARNING,)), sheet(1, nurse=OLAF), sheet(6), sheet(5)
    text = page(*routes).replace("@page {", f"@page {{ size: {paper};", 1)
    opened = chromium.printed(saved(tmp_path, text), tmp_path)
    assert opened.printed_pages == len(routes)


def test_a_day_too_long_for_a_page_flows_to_a_second_one(tmp_path: Path) -> None:
    patients = [person(number, notes="stairs, " * 60) for number in range(1, 11)]
    opened = chromium.printed(saved(tmp_path, page(sheet(10, patients=patients))), tmp_path)
    assert opened.printed_pages == 2


def test_no_request_leaves_the_page_and_its_console_stays_empty(tmp_path: Path) -> None:
    opened = chromium.read_out(saved(tmp_path, page(sheet(7, patients=hostile()))), tmp_path)
    assert opened.requests == []
    assert opened.messages == []
    read = Read(opened.made.decode("utf-8"))
    assert "script" not in read.tags
    assert "Route N1 2026-11-23" in read.text


def test_the_browser_would_have_told_of_a_request_and_a_message(tmp_path: Path) -> None:
    loud = '<title>x</title><img src="http://pump.invalid/a"><script>console.log("loud")</script>'
    opened = chromium.read_out(saved(tmp_path, loud), tmp_path)
    assert opened.requests == ["http://pump.invalid/a"]
    assert any("loud" in message for message in opened.messages)


def test_the_policy_stops_a_request_that_got_into_the_page(tmp_path: Path) -> None:
    text = page(sheet(1)).replace("</body>", '<img src="http://pump.invalid/a"></body>')
    assert chromium.read_out(saved(tmp_path, text), tmp_path).requests == []
