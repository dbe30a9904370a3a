"""The vocabulary of the program: pumps, ledgers, windows, visits. Pure values, no I/O, no clock.

Words: a *fill* is a refill, the *residual* what was aspirated before it; a *programme* is a dose
with its patient boluses and flex steps; a *mixture* what is in the reservoir, its first drug the
programmed one; the *alarm* is the low-reservoir level of a patient; a *window* opens on a day and
ends with *refill by*, set by a *limit*; a *fact* is a dated event in a pump's *ledger*; a
*finding* is worth a person's attention; a *refusal* is what the program will not do.

Days: a local wall clock on which every day has 1440 minutes. Units: µL, ng/day, ng/mL, integers;
a quotient is a Fraction. Every rounding errs toward the earlier date and the smaller volume.
"""
