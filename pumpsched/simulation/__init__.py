"""A clinic played forward by seed: the same events for each way of planning, values in and out.

``draws`` tells what chance brings, ``simulated_pump`` is a patient's pump with its true reservoir,
``world`` a clinic under one planner, day by day, ``figures`` what is counted, and ``play`` runs
several worlds side by side. Nothing is stored; no clock is read.
"""
