"""A clinic played forward by seed: the same events for each way of planning, values in and out.

``lots`` draws what happens, ``tank`` is what a reservoir truly holds, ``course`` a patient's pump
as it goes on, ``diary`` what is counted, ``world`` a clinic under one planner, day by day, and
``play`` runs several worlds side by side. Nothing is stored; no clock is read.
"""
