"""Each kind of row that goes in and out, described once: columns, units, grammar.

A :class:`~pumpsched.records.spec.Layout` turns rows into domain values and back; what cannot be
read becomes a :class:`~pumpsched.records.problems.Problem` of one cell of one line.
"""
