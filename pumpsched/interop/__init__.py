"""Files in and out: bytes to domain values and back. No store, no clock, no paths.

A caller opens a file and hands over its binary stream; a
:class:`~pumpsched.interop.csv_files.CsvFile` reads it line by line, a
:class:`~pumpsched.interop.rows.Layout` turns rows into values, and what cannot be read becomes a
:class:`~pumpsched.interop.problems.Problem` of one cell of one line.
"""
