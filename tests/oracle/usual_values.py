"""What random ledgers are made of: drugs and strengths, pumps, units, clock times."""

STRENGTHS = {  # drug: usual concentrations in ng/mL
    "baclofen": (500_000, 1_000_000, 2_000_000, 333_000),
    "morphine": (10_000_000, 25_000_000, 12_500_000),
    "hydromorphone": (5_000_000, 10_000_000, 999_000),
    "fentanyl": (500_000, 2_000_000, 1_234_500),
    "sufentanil": (50_000, 250_000, 1_000_000),
    "bupivacaine": (5_000_000, 20_000_000, 7_500_000),
    "clonidine": (50_000, 500_000, 1_000_000),
    "ziconotide": (25_000, 100_000, 5_000, 10_000),
}
CAPACITY = {  # model: capacity in uL
    "SM2-20": 20_000,
    "SM2-40": 40_000,
    "SM3-20": 20_000,
    "SM3-40": 40_000,
    "PROMETRA-20": 20_000,
    "PROMETRA2-20": 20_000,
    "PROMETRA2-40": 40_000,
    "CODMAN3000-16": 16_000,
    "CODMAN3000-30": 30_000,
    "CODMAN3000-50": 50_000,
}
UNITS = {"mcg": 3, "MCG": 3, "ug": 3, "\u00b5g": 3, "\u03bcg": 3, "mg": 6, "ng": 0}
CLOCKS = ("00:00", "00:01", "07:30", "09:15", "12:00", "14:05", "18:40", "23:59")
