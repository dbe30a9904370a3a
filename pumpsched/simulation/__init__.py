"""A clinic played forward by seed: the same events for each way of planning, values in and out.

``draws`` tells what chance brings, ``simulated_pump`` is a patient's pump with its true reservoir,
``world`` a clinic under one planner, day by day, or under several side by side, and ``figures``
what is counted. Nothing is stored; no clock is read.
"""
