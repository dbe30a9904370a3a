"""The first forty patients: one for every situation the product must handle.

`data/README.md` says of each what it shows.
"""

from __future__ import annotations

from random import Random

from tests.generator.profiles import Episode, Profile, State, draw_profile
from tests.generator.therapies import MCG, MG, Bolus

CASES: dict[int, Profile] = {
    1: Profile("b500", "SM2-20", left_days=13, setting="home", dose_ng=140 * MCG),
    2: Profile("b2000", "SM3-20", State.LATE, dose_ng=520 * MCG),
    3: Profile("m+bu", "SM2-20", State.ALARM, dose_ng=6 * MG),
    4: Profile("b1000", "SM2-20", State.EMPTY, dose_ng=320 * MCG),
    5: Profile("h10", "SM2-40", State.STOPPED, left_days=30),
    6: Profile("b500", "SM3-20", State.UNFILLED, setting="either"),
    7: Profile("b500", "SM3-20", State.UNPROGRAMMED),
    8: Profile("m20", "SM2-20", State.ARCHIVED),
    9: Profile("b2000", "SM2-40", State.EXPLANTED),
    10: Profile("b2000", "SM3-40", State.EXCHANGED, left_days=24),
    11: Profile("m20", "SM2-20", episode=Episode.OVER_INFUSING, left_days=18, dose_ng=6 * MG),
    12: Profile("b500", "SM3-20", State.PLANNED_RAISE, left_days=33, dose_ng=120 * MCG),
    13: Profile("b2000", "SM2-20", State.PLANNED_CUT, left_days=38, dose_ng=500 * MCG),
    14: Profile(
        "h10", "SM3-20", left_days=15, dose_ng=3 * MG, setting="home", authorization="year"
    ),
    15: Profile("m20", "SM3-40", left_days=20, setting="either", nurses=2),
    16: Profile("z25", "SM3-20", State.FIRST_FILL, dose_ng=2400, fill_ul=18_000),
    17: Profile("b2000", "SM2-20", left_days=26, dose_ng=480 * MCG, alarm_ul=4_000, setting="home"),
    18: Profile("b2000", "SM2-20", left_days=55, dose_ng=180 * MCG, fill_ul=20_000, max_months=6),
    19: Profile("m+bu", "SM2-40", left_days=22, authorization="ending"),
    20: Profile(
        "b1000",
        "SM3-20",
        left_days=17,
        dose_ng=250 * MCG,
        setting="home",
        availability="Mon-Fri 09:00-16:00; Sat 10:00-12:00",
    ),
    21: Profile("b500", "SM2-20", episode=Episode.MISMATCH, left_days=27, dose_ng=130 * MCG),
    22: Profile("m10", "SM3-40", left_days=34, located=False),
    23: Profile("b2000", "PROMETRA2-40", left_days=45, dose_ng=600 * MCG),
    24: Profile("m10", "CODMAN3000-30", left_days=36, flow_ul=400, fill_ul=30_000),
    25: Profile("b2000", "SM3-40", left_days=50, dose_ng=560 * MCG, flex=True, setting="home"),
    26: Profile(
        "m20",
        "SM3-40",
        left_days=14,
        dose_ng=5 * MG,
        bolus=Bolus(250 * MCG, 4, 2),
        authorization="year",
    ),
    27: Profile("b1000", "SM2-40", episode=Episode.ONE_OFF, left_days=21),
    28: Profile("b2000", "SM3-40", episode=Episode.SWITCH, left_days=42, dose_ng=480 * MCG),
    29: Profile("h+bu", "SM2-40", episode=Episode.PAUSE, left_days=31),
    30: Profile("su+bu", "PROMETRA2-20", left_days=29, dose_ng=25 * MCG, bolus=Bolus(1500, 4, 4)),
    31: Profile("cl+bu", "SM2-20", left_days=40, dose_ng=120 * MCG, setting="either"),
    32: Profile("f2", "SM3-20", left_days=12, authorization="year"),
    33: Profile("h10", "SM2-40", left_days=60, margin_days=10),
    34: Profile("bu", "SM2-40", left_days=47),
    35: Profile("z100", "SM2-20", left_days=52, is_new=True),
    36: Profile("m+z", "SM3-20", left_days=16, dose_ng=3 * MG, setting="either"),
    37: Profile("m+cl", "SM3-40", left_days=70, authorization="year"),
    38: Profile("b500", "SM2-20", left_days=40, dose_ng=110 * MCG, service_days=16, setting="home"),
    39: Profile("f+bu+cl", "SM2-20", left_days=46, dose_ng=220 * MCG, bolus=Bolus(10 * MCG, 4, 3)),
    40: Profile("b500", "SM3-20", left_days=44, dose_ng=120 * MCG, setting="home", is_new=True),
}


def profile_of(index: int, rng: Random) -> Profile:
    """Return the fixed case of that index, or a patient drawn at random beyond them."""
    return CASES.get(index) or draw_profile(rng)


SPECIAL_CASES: dict[str, str] = {
    "late": "0002",
    "alarm": "0003",
    "empty": "0004",
    "stopped": "0005",
    "unfilled": "0006",
    "unprogrammed": "0007",
    "archived": "0008",
    "explanted": "0009",
    "exchanged": "0010",
    "over-infusing": "0011",
    "planned-raise": "0012",
    "planned-reduction": "0013",
    "home-schedule-ii": "0014",
    "two-nurses": "0015",
    "first-ziconotide": "0016",
    "alarm-4-ml": "0017",
    "max-months-6": "0018",
    "authorization-ending": "0019",
    "availability": "0020",
    "fill-mismatch": "0021",
    "no-coordinates": "0022",
    "prometra": "0023",
    "constant-flow": "0024",
    "flex": "0025",
    "patient-bolus": "0026",
    "one-off-bolus": "0027",
    "mixture-change": "0028",
    "stop-and-start": "0029",
    "service-limit": "0038",
}
"""Code of the patient that shows each special case."""
