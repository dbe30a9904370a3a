"""Files in and out: bytes to domain values and back. No store, no clock, no paths.

A caller opens a file and hands over its binary stream; a
:class:`~pumpsched.formats.csv_files.CsvFile` reads it line by line, a
:class:`~pumpsched.records.rows.Layout` turns rows into values, and what cannot be read becomes a
:class:`~pumpsched.records.problems.Problem` of one cell of one line.
"""
