"""Invented people: names of many origins, addresses around Minneapolis and St Paul, phones.

Nobody here exists. Phone numbers are from the block reserved for fiction, street names are
made up, and coordinates are scattered around each town. Coordinates are whole millionths of a
degree that never end in zero, so that six decimals survive any number format.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

_GIVEN_WORDS = (
    "Ana Ben Chie Darius Ewa Farah Goran Hawa Ivan Jamila Kofi Leilani Mateo Nadia Oskar Priya "
    "Quentin Rosa Sven Tala Umar Vera Wanjiru Xiomara Yusuf Zofia Aiyana Bjorn Carmen Dmitri "
    "Esi Fionn Grace Hiro Ingrid Joaquin Katya Lars Mei Nils Olga Pedro Rania Samuel Thandi "
    "Ulrike Viktor Willa Yara Zeke Alma Bashir Colette Dorje Elif Franz Gudrun Hamza Isla Jun "
    "Keiko Lucia Malik Noor Omar Petra Rafael Saoirse Tomas Uma Veda Waylon Yiannis Zainab"
)
_FAMILY_WORDS = (
    "Rivera Okafor Ito Lindqvist Abdi Kowalczyk Haddad Petrov Mensah Kealoha Vargas Schwartz "
    "Eriksson Banerjee Moreau Castillo Nygaard Reyes Warsame Novak Kamau Guzman Demir Zielinski "
    "Redcloud Halvorsen Fuentes Volkov Owusu Brennan Vang Tanaka Solberg Ibarra Sokolov Jensen "
    "Chen Dahl Melnyk Silva Mansour Osei Dlamini Fischer Horvath Whitfield Khoury Tran Ortega "
    "Rahman Lefebvre Tenzin Yilmaz Bauer Nyström Farooq Campbell Park Watanabe Marín Diallo "
    "Khan Said Jovanović Benítez Gallagher Popov Iyer Ramsey Hayes Papadakis Usman Lund Xiong "
    "Peña Østergaard Müller Nunez Thao Lopez Abara Bianchi Costa Duarte Engel Ferreira Grant "
    "Huang Imani Janssen Kaur Laurent Mbeki Nakamura Oyelaran Pacheco Quispe Rossi Sharma "
    "Takala Underwood Virtanen Weaver Yamada Zuniga Ashkii Boateng"
)
_GIVEN = tuple(_GIVEN_WORDS.split())
_FAMILY = tuple(_FAMILY_WORDS.split())
_NAMES = {
    1: "Rivera, Ana",
    2: "Rivera, Anselmo",
    25: "Hansen, Karin",
    26: "Hanson, Karen",
    30: "Nguyen, Linh",
    31: "Nguyen, Minh Anh",
}
_STREET_LIST = (
    "Larkspur Ave N|Tamarack St|Heron Lake Rd|Bluestem Ct|Old Sawmill Rd|Cattail Ln|Birchbark Dr|"
    "Prairie Clover Ave|Granite Ferry Rd|Wild Rice Way|Sumac St S|Kettle Pond Ln|Juneberry Ave|"
    "Loon Call Dr|Stone Arch Ter|Aspen Mill Rd|Fiddlehead Ct|Bur Oak Ave S|Cranefly Ln|Portage Pl"
)
_STREETS = tuple(_STREET_LIST.split("|"))
_NOTES = (
    "Ring the side door; dog in the yard",
    "Interpreter needed: Hmong",
    "[call first] daughter drives",
    "Hard of hearing, prefers text",
    "Port is deep, bring the long needle",
    "Interpreter needed: Somali",
    "Gate code with the dispatcher",
    'Likes to be called "Doc"',
    "Wheelchair; allow extra time",
)
_SPASTICITY = ("multiple sclerosis", "spinal cord injury", "cerebral palsy", "spasticity")
_PAIN = ("cancer pain", "CRPS", "failed back surgery", "neuropathic pain")
_SPREAD = 40_000


@dataclass(frozen=True, slots=True)
class Town:
    """A town with its centre [millionths of a degree] and postal code."""

    name: str
    latitude: int
    longitude: int
    postal_code: str


_TOWNS = (
    Town("Minneapolis", 44_937_200, -93_253_000, "55407"),
    Town("Minneapolis", 44_998_100, -93_297_400, "55411"),
    Town("Saint Paul", 44_953_700, -93_164_500, "55104"),
    Town("Saint Paul", 44_976_300, -93_053_100, "55106"),
    Town("Bloomington", 44_840_800, -93_298_300, "55420"),
    Town("Edina", 44_889_700, -93_349_900, "55424"),
    Town("Brooklyn Park", 45_094_100, -93_356_300, "55443"),
    Town("Maple Grove", 45_072_500, -93_455_800, "55369"),
    Town("Plymouth", 45_010_500, -93_455_500, "55447"),
    Town("Eagan", 44_804_100, -93_166_900, "55122"),
    Town("Woodbury", 44_923_900, -92_959_400, "55125"),
    Town("Roseville", 45_006_100, -93_156_600, "55113"),
    Town("Coon Rapids", 45_119_900, -93_287_700, "55433"),
    Town("Burnsville", 44_767_700, -93_277_700, "55337"),
    Town("Eden Prairie", 44_854_700, -93_470_800, "55344"),
    Town("Minnetonka", 44_921_200, -93_468_700, "55345"),
    Town("White Bear Lake", 45_084_700, -93_009_900, "55110"),
    Town("Richfield", 44_883_000, -93_283_000, "55423"),
    Town("Cottage Grove", 44_827_700, -92_943_800, "55016"),
    Town("Inver Grove Heights", 44_848_000, -93_042_700, "55076"),
)


def patient_code(index: int) -> str:
    """Return the code of a patient: four digits, five from 10,000 on."""
    return f"{index:04d}"


def full_name(index: int, *, seed: int) -> str:
    """Name a patient; no name comes twice within the first few thousand."""
    if index in _NAMES:
        return _NAMES[index]
    lap, given = divmod(index, len(_GIVEN))
    return f"{_FAMILY[(lap + 37 * given + seed) % len(_FAMILY)]}, {_GIVEN[given]}"


def phone(index: int) -> str:
    """Return a phone number of the block 612-555-01xx reserved for fiction."""
    return f"612-555-01{index * 37 % 100:02d}"


def birth_date(rng: Random, *, child: bool, spastic: bool) -> date:
    """Draw a birth date between 1935 and 2015; people in pain are grown up."""
    if child:
        first, last = date(2010, 1, 1), date(2015, 12, 31)
    elif spastic:
        first, last = date(1945, 1, 1), date(2009, 12, 31)
    else:
        first, last = date(1935, 1, 1), date(1990, 12, 31)
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def home(rng: Random) -> tuple[str, str, int, int]:
    """Draw an address, its postal code, and its coordinates [millionths of a degree]."""
    town = _TOWNS[rng.randrange(len(_TOWNS))]
    address = f"{101 + rng.randrange(9800)} {_STREETS[rng.randrange(len(_STREETS))]}, {town.name}"
    return address, town.postal_code, _near(town.latitude, rng), _near(town.longitude, rng)


def condition(rng: Random, *, spastic: bool) -> str:
    """Draw what the pump treats."""
    return rng.choice(_SPASTICITY if spastic else _PAIN)


def note(rng: Random) -> str:
    """Draw a note for one patient in seven."""
    dice = rng.randrange(7 * len(_NOTES))
    return _NOTES[dice] if dice < len(_NOTES) else ""


def _near(centre: int, rng: Random) -> int:
    """Scatter a coordinate by up to 0.02 degrees; its last digit is never zero."""
    tens = (centre + rng.randrange(_SPREAD) - _SPREAD // 2) // 10 * 10
    return tens + 1 + rng.randrange(9)
